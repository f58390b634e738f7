"""Who works on a brand: grants, invitations, leaving, handing over."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import normal_email
from accounts.plans import limits_of
from accounts.services import mails
from accounts.services.lockout import guard_mails
from artnex.access import require
from artnex.errors import Conflict, NotFound, PermissionDenied, QuotaExceeded, ValidationFailed
from artnex.events.registry import subscribe
from artnex.events.services import record_event
from brands.enums import BrandRole
from brands.models import Brand, BrandInvitation, BrandUserObjectPermission

CODENAMES = {BrandRole.EDITOR: "change_brand", BrandRole.VIEWER: "view_brand"}
ROLES = {codename: role for role, codename in CODENAMES.items()}
MAIL_ADDED, MAIL_INVITED = "brand_added", "brand_invited"


def role_on(brand: Brand, user: Any) -> BrandRole | None:
    """What `user` is on the brand; None for a stranger. Administrators count as owners."""
    if brand.user_id == user.pk or user.is_admin:
        return BrandRole.OWNER
    grant = BrandUserObjectPermission.objects.filter(content_object=brand, user=user.pk)
    codenames = set(grant.values_list("permission__codename", flat=True))
    if "change_brand" in codenames:
        return BrandRole.EDITOR
    return BrandRole.VIEWER if "view_brand" in codenames else None


def require_owner(brand: Brand, user: Any) -> None:
    """Raise PermissionDenied unless the person owns the brand and may change brands at all."""
    require(user, "update:brand")
    if role_on(brand, user) != BrandRole.OWNER:
        raise PermissionDenied


# ── coming in ──────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add_member(*, user: Any, brand: Brand, email: str, role: str) -> Any | None:
    """Let the person with this address work on the brand at once, or invite them; returns the person if known.

    Whoever is on the team already gets the role. Mails the person. Raises PermissionDenied, ValidationFailed,
    Conflict for the owner, QuotaExceeded when the owner's plan has no seat left. Events member.added,
    member.changed or member.invited.
    """
    require_owner(brand, user)
    email, role = _checked_email(email), _checked_role(role)
    person = get_user_model().objects.filter(email=email, is_active=True).first()
    if person is None:
        _invite(user, brand, email, role)
        return None
    if person.pk == brand.user_id:
        raise Conflict(_("This person owns the brand."))
    if has_grant(brand, person):
        change_member(user=user, brand=brand, member=person, role=role)
        return person
    reserve_seat(owner=brand.user, email=email)
    BrandInvitation.objects.filter(brand=brand, email=email).delete()
    grant(brand, person, role)
    record_event(
        "member.added",
        actor=user,
        subject=brand,
        brand_id=brand.pk,
        data={"user_id": person.pk, "role": role},
        notify=[person],
        url=page_of(brand),
    )
    mails.queue(MAIL_ADDED, user_id=person.pk, **_facts_for_mail(user, brand, role))
    return person


def reserve_seat(*, owner: Any, email: str) -> None:
    """Make sure the owner's plan has a seat for this address, and hold that until the transaction ends.

    Somebody on two of the owner's brands takes one seat, an open invitation takes one too, the owner none.
    """
    owner = get_user_model().objects.select_for_update().get(pk=owner.pk)
    limit = limits_of(owner)["seats"]
    taken = seats_of(owner)
    if limit is None or email in taken or len(taken) < limit:
        return
    message = _("Your plan has %(limit)d seats, and all are taken.") % {"limit": limit}
    details = {"field": "email", "message": message, "limit": limit, "used": len(taken), "resets_at": None}
    raise QuotaExceeded(message, details=[details])


def seats_of(owner: Any) -> set[str]:
    """The addresses that take a seat of this person's plan."""
    members = BrandUserObjectPermission.objects.filter(content_object__user=owner)
    invited = BrandInvitation.objects.filter(brand__user=owner)
    taken = members.order_by().values_list("user__email").union(invited.order_by().values_list("email"))
    return {email for (email,) in taken}


def count_seats(owner: Any, since: datetime) -> int:
    """For the plan's meter."""
    return len(seats_of(owner))


def accept_invitations(event: Any) -> None:
    """Somebody has an account now: the invitations sent to the address become grants. Events member.added."""
    person = get_user_model().objects.filter(pk=event.subject_id).first()
    if person is None:
        return
    for invitation in BrandInvitation.objects.filter(email=person.email).select_related("brand", "invited_by"):
        grant(invitation.brand, person, invitation.role)
        record_event(
            "member.added",
            actor=invitation.invited_by,
            subject=invitation.brand,
            brand_id=invitation.brand_id,
            data={"user_id": person.pk, "role": invitation.role},
            notify=[person, invitation.invited_by],
            url=page_of(invitation.brand),
        )
        invitation.delete()


def listen_for_new_people() -> None:
    """Called at start."""
    subscribe("user.registered", accept_invitations)
    subscribe("user.added", accept_invitations)


# ── being on the team ──────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def change_member(*, user: Any, brand: Brand, member: Any, role: str) -> None:
    """Give a member another role, at once. PermissionDenied, NotFound; event member.changed when it is another."""
    require_owner(brand, user)
    _existing(brand, member)
    role = _checked_role(role)
    if role_of_grant(brand, member) == role:
        return
    grant(brand, member, role)
    data = {"user_id": member.pk, "role": role}
    record_event(
        "member.changed",
        actor=user,
        subject=brand,
        brand_id=brand.pk,
        data=data,
        notify=[member],
        url=page_of(brand),
    )


@transaction.atomic
def transfer_brand(*, user: Any, brand: Brand, to: Any) -> None:
    """Make an editor the owner; the former owner stays as editor. Event brand.transferred.

    Raises PermissionDenied, ValidationFailed, Conflict when the new owner has no room for another brand,
    QuotaExceeded when their plan has too few seats for the team.
    """
    from brands.services.brands import reserve_brands

    require_owner(brand, user)
    if to.pk == brand.user_id or role_of_grant(brand, to) != BrandRole.EDITOR:
        raise ValidationFailed.field("user_id", _("Choose an editor of this brand."))
    reserve_brands(user=to, count=1)
    former = get_user_model().objects.get(pk=brand.user_id)
    BrandUserObjectPermission.objects.filter(content_object=brand, user=to.pk).delete()
    Brand.objects.filter(pk=brand.pk).update(user=to.pk)
    brand.user = to
    reserve_seat(owner=to, email=former.email)
    grant(brand, former, BrandRole.EDITOR)
    data = {"from": former.pk, "to": to.pk}
    record_event(
        "brand.transferred",
        actor=user,
        subject=brand,
        brand_id=brand.pk,
        data=data,
        notify={to.pk: to, former.pk: former}.values(),
        url=page_of(brand),
    )


# ── going ──────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def remove_member(*, user: Any, brand: Brand, member: Any) -> None:
    """The owner removes somebody, or somebody leaves; effective at once. Event member.removed.

    Raises PermissionDenied, NotFound, Conflict for the owner, who hands the brand over instead.
    """
    if member.pk == brand.user_id and user.pk == member.pk:
        raise Conflict(_("You own this brand. Hand it over to somebody before you leave."))
    if member.pk == user.pk:
        require(user, "read:brand")
    else:
        require_owner(brand, user)
    _existing(brand, member)
    BrandUserObjectPermission.objects.filter(content_object=brand, user=member.pk).delete()
    data = {"user_id": member.pk}
    told = [brand.user if member.pk == user.pk else member]
    record_event("member.removed", actor=user, subject=brand, brand_id=brand.pk, data=data, notify=told)


@transaction.atomic
def withdraw_invitation(*, user: Any, invitation: BrandInvitation) -> None:
    """The link in the mail still leads to the sign-up, but gives nothing any more. Event member.uninvited."""
    brand = invitation.brand
    require_owner(brand, user)
    record_event("member.uninvited", actor=user, subject=brand, brand_id=brand.pk, data={"role": invitation.role})
    invitation.delete()


# ── within ─────────────────────────────────────────────────────────────────────────────────────────
def grant(brand: Brand, person: Any, role: str) -> None:
    """Write the grant and take away any other; nothing else."""
    content_type = ContentType.objects.get_for_model(Brand)
    permission = Permission.objects.get(content_type=content_type, codename=CODENAMES[BrandRole(role)])
    grants = BrandUserObjectPermission.objects.filter(content_object=brand, user=person)
    grants.exclude(permission=permission).delete()
    BrandUserObjectPermission.objects.get_or_create(content_object=brand, user=person, permission=permission)


def role_of_grant(brand: Brand, person: Any) -> BrandRole | None:
    """The role somebody was given on the brand, whatever their global role is."""
    rows = BrandUserObjectPermission.objects.filter(content_object=brand, user=person.pk)
    codename = rows.order_by("permission__codename").values_list("permission__codename", flat=True).first()
    return ROLES[codename] if codename else None


def has_grant(brand: Brand, person: Any) -> bool:
    return role_of_grant(brand, person) is not None


def page_of(brand: Brand) -> str:
    return reverse("brands:brand", args=[brand.pk])


def _invite(user: Any, brand: Brand, email: str, role: str) -> None:
    reserve_seat(owner=brand.user, email=email)
    BrandInvitation.objects.update_or_create(brand=brand, email=email, defaults={"role": role, "invited_by": user})
    record_event("member.invited", actor=user, subject=brand, brand_id=brand.pk, data={"role": role})
    if guard_mails("brand-invitation", email):
        mails.queue_to(MAIL_INVITED, email=email, **_facts_for_mail(user, brand, role))


def _facts_for_mail(user: Any, brand: Brand, role: str) -> dict[str, str]:
    return {"brand_id": str(brand.pk), "by": str(user), "role": str(role)}


def _existing(brand: Brand, member: Any) -> None:
    if not has_grant(brand, member):
        raise NotFound


def _checked_email(email: str) -> str:
    email = normal_email(email)
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationFailed.field("email", _("Please enter an e-mail address.")) from None
    return email


def _checked_role(role: str) -> BrandRole:
    if role not in CODENAMES:
        raise ValidationFailed.field("role", _("Choose editor or viewer."))
    return BrandRole(role)
