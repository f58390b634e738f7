"""From sending a contract to its last signature.

Every step locks the contract's row first: two who sign, decline or withdraw at the same moment wait for each other, and
one signature is the last. The signed document is made after it (services/sealing.py): no signature is lost over it.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.services import mails
from artnex import context
from artnex.errors import (
    Gone,
    InvalidState,
    NotFound,
    RateLimited,
    TooLarge,
    UnsupportedMediaType,
    ValidationFailed,
)
from artnex.files.checks import check_file
from artnex.files.kinds import MEGABYTE, Kind, Limits
from brands.enums import ContractStatus, SignerStatus
from brands.models import Contract, ContractSigner
from brands.queries.contracts import editors_of
from brands.services.contracts import contract_is_out, lock_contract, record
from brands.services.documents import read_document
from brands.services.sealing import seal_if_possible
from brands.services.signing_links import hash_token, renew_link

MAIL_SIGN, MAIL_REMIND = "brands.sign", "brands.sign_reminder"
MOST_SIGNERS = 20
REMINDER_PAUSE = timedelta(hours=1)
DRAWING_LIMITS = Limits(frozenset({Kind.PNG}), MEGABYTE // 2, max_pixels=4_000_000)
DATA_PNG = "data:image/png;base64,"
OPEN = (SignerStatus.WAITING, SignerStatus.INVITED)


class LinkGone(Gone):
    """The link was good once: it has expired, was used, or the signing was withdrawn."""


# ── for the brand's team ───────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def send_contract(*, user: Any, contract: Contract, signers: Sequence[Mapping[str, Any]]) -> Contract:
    """Ask these people ({name, email, order}) to sign; mails go to the first turn, event contract.sent.

    Raises ValidationFailed (no document, nobody, somebody twice), InvalidState when it is out, signed or over already,
    DocumentTampered.
    """
    contract = lock_contract(contract.pk)
    if contract_is_out(contract) or contract.status not in (ContractStatus.DRAFT, ContractStatus.SENT):
        raise InvalidState(_("Only a draft can be sent for signature."))
    if contract.file is None:
        raise ValidationFailed.field("file", _("Upload the contract as a PDF first."))
    _check_signers(signers)
    read_document(contract, signed=False)
    contract.signers.all().delete()  # those of an earlier round; what they did stays in the events
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    for given in signers:
        signer = ContractSigner(contract=contract, name=given["name"], email=given["email"].lower(), language=language)
        signer.turn = given.get("order") or 1
        renew_link(signer)
        signer.save()
    contract.status, contract.sent_at = ContractStatus.SENT, timezone.now()
    contract.save(update_fields=["status", "sent_at", "updated_at"])
    record(contract, "sent", user, signers=len(signers))
    _invite_next(contract)
    return contract


@transaction.atomic
def cancel_signing(*, user: Any, contract: Contract) -> Contract:
    """Take the contract back to a draft: open links end; event contract.cancelled."""
    contract = lock_contract(contract.pk)
    if not contract_is_out(contract):
        raise InvalidState(_("Nobody is asked to sign this contract."))
    _close_round(contract)
    record(contract, "cancelled", user)
    return contract


@transaction.atomic
def remind_signer(*, signer: ContractSigner) -> ContractSigner:
    """Send the link once more, the same one while it is good, else a new one. At most once an hour."""
    contract = lock_contract(signer.contract_id)
    signer = contract.signers.get(pk=signer.pk)
    if not contract_is_out(contract) or signer.status != SignerStatus.INVITED:
        raise InvalidState(_("This person is not asked to sign at the moment."))
    now = timezone.now()
    if signer.reminded_at and now - signer.reminded_at < REMINDER_PAUSE:
        left = REMINDER_PAUSE - (now - signer.reminded_at)
        raise RateLimited(_("This person was reminded a short while ago."), retry_after=int(left.total_seconds()))
    if signer.expires_at is None or signer.expires_at <= now:
        renew_link(signer)
    signer.reminded_at = now
    signer.save()
    _mail(MAIL_REMIND, signer)
    return signer


# ── for whoever has a link ─────────────────────────────────────────────────────────────────────────────────────────
def signer_of(token: str) -> ContractSigner:
    """The signer this link belongs to. NotFound when there is none, LinkGone when it is over."""
    rows = ContractSigner.objects.select_related("contract__brand__user", "contract__file", "contract__signed_file")
    signer = rows.filter(token_hash=hash_token(token)).first()
    if signer is None:
        raise NotFound(_("This link is not known. Please look whether it is complete."))
    _check_open(signer)
    return signer


@transaction.atomic
def note_opened(*, signer: ContractSigner) -> None:
    """Remember when the document was opened first; event contract.viewed, once."""
    if ContractSigner.objects.filter(pk=signer.pk, viewed_at__isnull=True).update(viewed_at=timezone.now()):
        record(signer.contract, "viewed", None, signer=signer.name)


def sign_contract(*, token: str, name: str, agree: bool, drawing: str = "") -> Contract:
    """Sign by a typed name, and a drawing (a PNG as data address) if there is one; event contract.signed.

    The last signature completes the contract (event contract.completed), and the signed document is made at once where
    that works, later by a job where not. Otherwise the next turn is asked.
    Raises NotFound, LinkGone, ValidationFailed, DocumentTampered.
    """
    contract = _sign(token=token, name=name, agree=agree, drawing=drawing)
    return seal_if_possible(contract) if contract.waits_for_seal else contract


@transaction.atomic
def decline_contract(*, token: str, reason: str) -> Contract:
    """Refuse to sign: the contract is a draft again and all links end; event contract.declined."""
    contract, signer = _locked(token)
    if not reason.strip():
        raise ValidationFailed.field("reason", _("Say briefly why you do not sign."))
    signer.decline_reason = reason.strip()
    _answer(signer, SignerStatus.DECLINED)
    _close_round(contract)
    record(contract, "declined", None, notify=editors_of(contract.brand), signer=signer.name)
    return contract


# ── steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def _sign(*, token: str, name: str, agree: bool, drawing: str) -> Contract:
    contract, signer = _locked(token)
    problems = []
    if not name.strip():
        problems.append({"field": "name", "message": _("Type your name.")})
    if not agree:
        problems.append({"field": "agree", "message": _("Confirm that you have read the document.")})
    if problems:
        raise ValidationFailed(details=problems)
    read_document(contract, signed=False)
    signer.signed_name, signer.drawing = name.strip(), _drawn(drawing)
    signer.document_sha256 = contract.file_sha256
    _answer(signer, SignerStatus.SIGNED)
    record(contract, "signed", None, notify=editors_of(contract.brand), signer=signer.name)
    if contract.signers.filter(status__in=OPEN).exists():
        _invite_next(contract)
    else:
        _complete(contract)
    return contract


def _locked(token: str) -> tuple[Contract, ContractSigner]:
    """Contract and signer as they are once nobody else changes them."""
    contract = lock_contract(signer_of(token).contract_id)
    signer = contract.signers.filter(token_hash=hash_token(token)).first()
    if signer is None:
        raise LinkGone(_("This link is no longer valid."))
    _check_open(signer)
    return contract, signer


def _check_open(signer: ContractSigner) -> None:
    if signer.status == SignerStatus.SIGNED:
        raise LinkGone(_("You have signed this contract already."))
    if signer.status == SignerStatus.DECLINED:
        raise LinkGone(_("You have declined this contract."))
    if signer.status != SignerStatus.INVITED or not contract_is_out(signer.contract):
        raise LinkGone(_("The sender has withdrawn this contract."))
    if signer.expires_at is None or signer.expires_at <= timezone.now():
        raise LinkGone(_("This link has expired. Ask the sender for a new one."))


def _check_signers(signers: Sequence[Mapping[str, Any]]) -> None:
    if not signers:
        raise ValidationFailed.field("signers", _("Name at least one person who signs."))
    if len(signers) > MOST_SIGNERS:
        raise ValidationFailed.field("signers", _("At most %(most)d people can sign.") % {"most": MOST_SIGNERS})
    seen: set[str] = set()
    for place, signer in enumerate(signers):
        email = signer["email"].lower()
        if email in seen:
            raise ValidationFailed.field(f"signers.{place}.email", _("This person is named twice."))
        seen.add(email)


def _invite_next(contract: Contract) -> None:
    """Mail the links of the lowest turn that has not signed yet; their time begins now."""
    waiting = list(contract.signers.filter(status__in=OPEN).order_by("turn", "pk"))
    for signer in waiting:
        if signer.turn == waiting[0].turn and signer.status == SignerStatus.WAITING:
            renew_link(signer)
            signer.status = SignerStatus.INVITED
            signer.save()
            _mail(MAIL_SIGN, signer)


def _mail(mail: str, signer: ContractSigner) -> None:
    with translation.override(signer.language):
        mails.queue_to(mail, email=signer.email, signer_id=str(signer.pk))


def _answer(signer: ContractSigner, status: SignerStatus) -> None:
    at_hand = context.current()
    signer.status, signer.answered_at = status, timezone.now()
    signer.ip, signer.user_agent = at_hand.ip, at_hand.user_agent
    signer.save()


def _close_round(contract: Contract) -> None:
    contract.signers.filter(status__in=OPEN).update(status=SignerStatus.CANCELLED)
    contract.status, contract.sent_at = ContractStatus.DRAFT, None
    contract.save(update_fields=["status", "sent_at", "updated_at"])


def _complete(contract: Contract) -> None:
    contract.status, contract.signed_at = ContractStatus.SIGNED, timezone.now()
    contract.save(update_fields=["status", "signed_at", "updated_at"])
    record(contract, "completed", None, notify=editors_of(contract.brand), sha256=contract.file_sha256)


def _drawn(drawing: str) -> bytes:
    """The drawn signature as a checked PNG; nothing when none was drawn."""
    if not drawing:
        return b""
    wrong = ValidationFailed.field("drawing", _("The drawn signature is not a picture."))
    if not drawing.startswith(DATA_PNG):
        raise wrong
    try:
        content = base64.b64decode(drawing.removeprefix(DATA_PNG), validate=True)
        return check_file(content, "signature.png", DRAWING_LIMITS).content
    except (binascii.Error, ValidationFailed, TooLarge, UnsupportedMediaType) as problem:
        raise wrong from problem
