"""The second factor: set-up, codes, recovery."""

import secrets
import time
from dataclasses import dataclass

import pyotp
import segno
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import RecoveryCode, TotpDevice, User
from accounts.services import mails
from accounts.services.lockout import LoginGuard
from accounts.services.passwords import confirm_password
from artnex.errors import InvalidState, ValidationFailed
from artnex.events.services import record_event

ISSUER = "ArtNex"
STEP_SECONDS = 30
STEPS_OFF = 1  # clocks may differ by this many steps
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What the person's app needs: by eye (`secret`), by link (`uri`) or by camera (`qr_svg`, an <svg> element)."""

    secret: str
    uri: str
    qr_svg: str


def has_second_factor(user: User) -> bool:
    return TotpDevice.objects.filter(user=user, confirmed_at__isnull=False).exists()


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def start_totp(*, user: User) -> TotpSetup:
    """Make a new secret, which counts once `confirm_totp` saw a code of it. InvalidState when one counts already."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if has_second_factor(user):
            raise InvalidState(_("Two-step log-in is on already."))
        TotpDevice.objects.filter(user=user).delete()
        return setup_of(TotpDevice.objects.create(user=user, secret=pyotp.random_base32()))


def setup_of(device: TotpDevice) -> TotpSetup:
    uri = pyotp.TOTP(device.secret).provisioning_uri(name=device.user.email, issuer_name=ISSUER)
    picture = segno.make(uri, micro=False, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return TotpSetup(device.secret, uri, picture)


def confirm_totp(*, user: User, code: str) -> list[str]:
    """Switch two-step log-in on by a first code; returns the recovery codes, which are shown this once.

    Raises ValidationFailed for a wrong code, InvalidState when no set-up was begun. Writes `totp.enabled`, mails.
    """
    guard = LoginGuard(user.email, purpose="code")
    guard.check()
    with transaction.atomic():
        device = TotpDevice.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
        if device is None:
            raise InvalidState(_("Begin the set-up of two-step log-in first."))
        step = _matching_step(device.secret, code)
        if step is not None:
            device.confirmed_at, device.last_used_step = timezone.now(), step
            device.save(update_fields=["confirmed_at", "last_used_step"])
            record_event("totp.enabled", actor=user, subject=user)
            mails.queue("second_factor_changed", user_id=user.pk)
            return _new_recovery_codes(user)
    guard.note_failure()
    raise ValidationFailed.field("code", _("This code is not right. Wait for the next one and try again."))


def disable_totp(*, user: User, password: str) -> None:
    """Switch two-step log-in off after proof of the password. Writes `totp.disabled`, mails."""
    confirm_password(user=user, password=password, field="password")
    with transaction.atomic():
        removed, _rows = TotpDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if not removed:
            raise InvalidState(_("Two-step log-in is off already."))
        record_event("totp.disabled", actor=user, subject=user)
        mails.queue("second_factor_changed", user_id=user.pk)


def renew_recovery_codes(*, user: User, password: str) -> list[str]:
    """New recovery codes instead of the old ones, after proof of the password. Writes `recovery_codes.renewed`."""
    confirm_password(user=user, password=password, field="password")
    if not has_second_factor(user):
        raise InvalidState(_("Switch two-step log-in on first."))
    with transaction.atomic():
        record_event("recovery_codes.renewed", actor=user, subject=user)
        return _new_recovery_codes(user)


def check_code(*, user: User, code: str) -> bool:
    """Whether `code` opens the door now: the app's present code, not taken before, or an unused recovery code.

    Uses the code up; of two that show the same one at once, one gets in.
    """
    device = TotpDevice.objects.filter(user=user, confirmed_at__isnull=False).first()
    if device is None:
        return False
    step = _matching_step(device.secret, code)
    if step is not None:
        unused = TotpDevice.objects.filter(pk=device.pk, last_used_step__lt=step)
        return bool(unused.update(last_used_step=step))
    return _use_recovery_code(user, code)


def _matching_step(secret: str, code: str) -> int | None:
    """The time step, of those that may be meant, whose code this is."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    now, totp = int(time.time()) // STEP_SECONDS, pyotp.TOTP(secret)
    for step in range(now - STEPS_OFF, now + STEPS_OFF + 1):
        if secrets.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def _use_recovery_code(user: User, code: str) -> bool:
    with transaction.atomic():
        unused = RecoveryCode.objects.filter(user=user, code_hash=_recovery_hash(code), used_at__isnull=True)
        if not unused.update(used_at=timezone.now()):
            return False
        record_event("recovery_code.used", actor=user, subject=user, data={"left": recovery_codes_left(user)})
    return True


def _new_recovery_codes(user: User) -> list[str]:
    codes = ["-".join(_random_part() for _part in range(2)) for _code in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, code_hash=_recovery_hash(code)) for code in codes])
    return codes


def _random_part() -> str:
    return "".join(secrets.choice(RECOVERY_ALPHABET) for _letter in range(5))


def _recovery_hash(code: str) -> str:
    plain = "".join(c for c in code.lower() if c.isalnum())
    return salted_hmac("accounts.recovery-code", plain, algorithm="sha256").hexdigest()
