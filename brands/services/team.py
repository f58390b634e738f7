"""Who works on a brand: grants, invitations, leaving, handing over."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from artnex.errors import Conflict, NotFound, PermissionDenied, ValidationFailed
from artnex.events.registry import subscribe
from artnex.events.services import record_event
from brands.enums import BrandRole
from brands.models import Brand, BrandInvitation, BrandUserObjectPermission

CODENAMES = {BrandRole.EDITOR: "change_brand", BrandRole.VIEWER: "view_brand"}
ROLES = {codename: role for role, codename in CODENAMES.items()}


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
    if role_on(brand, user) != BrandRole.OWNER:
        raise PermissionDenied


@transaction.atomic
def add_member(*, user: Any, brand: Brand, email: str, role: str) -> Any | None:
    """Let the person with this address work on the brand at once, or invite them; returns the person if known."""
    require_owner(brand, user)
    email = email.strip().lower()
    person = get_user_model().objects.filter(email=email, is_active=True).first()
    if person is None:
        _invite(user, brand, email, role)
        return None
    if person.pk == brand.user_id:
        raise Conflict(_("This person owns the brand."))
    is_new = role_on(brand, person) is None
    grant(brand, person, role)
    record_event(
        "member.added" if is_new else "member.changed",
        actor=user,
        subject=brand,
        brand_id=brand.pk,
        data={"user_id": person.pk, "role": role},
        notify=[person],
        url=f"/brands/{brand.pk}/",
    )
    return person


@transaction.atomic
def change_member(*, user: Any, brand: Brand, member: Any, role: str) -> None:
    require_owner(brand, user)
    _existing(brand, member)
    grant(brand, member, role)
    data = {"user_id": member.pk, "role": role}
    record_event("member.changed", actor=user, subject=brand, brand_id=brand.pk, data=data)


@transaction.atomic
def remove_member(*, user: Any, brand: Brand, member: Any) -> None:
    """The owner removes somebody, or somebody leaves; effective at once."""
    if member.pk != user.pk:
        require_owner(brand, user)
    _existing(brand, member)
    BrandUserObjectPermission.objects.filter(content_object=brand, user=member.pk).delete()
    data = {"user_id": member.pk}
    record_event("member.removed", actor=user, subject=brand, brand_id=brand.pk, data=data)


@transaction.atomic
def transfer_brand(*, user: Any, brand: Brand, to: Any) -> None:
    """Make an editor the owner; the former owner stays as editor."""
    from brands.services.brands import reserve_brands

    require_owner(brand, user)
    if role_on(brand, to) != BrandRole.EDITOR:
        raise ValidationFailed.field("user_id", _("Choose an editor of this brand."))
    reserve_brands(user=to, count=1)
    former = get_user_model().objects.get(pk=brand.user_id)
    BrandUserObjectPermission.objects.filter(content_object=brand, user=to.pk).delete()
    Brand.objects.filter(pk=brand.pk).update(user=to.pk)
    brand.user = to
    grant(brand, former, BrandRole.EDITOR)
    data = {"from": former.pk, "to": to.pk}
    record_event("brand.transferred", actor=user, subject=brand, brand_id=brand.pk, data=data, notify=[to])


def accept_invitations(event: Any) -> None:
    """When somebody verifies an address, the invitations sent to it become grants."""
    person = event.actor
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
            notify=[person],
            url=f"/brands/{invitation.brand_id}/",
        )
        invitation.delete()


def listen_for_new_people() -> None:
    subscribe("user.registered", accept_invitations)


def _invite(user: Any, brand: Brand, email: str, role: str) -> None:
    BrandInvitation.objects.update_or_create(brand=brand, email=email, defaults={"role": role, "invited_by": user})
    record_event("member.invited", actor=user, subject=brand, brand_id=brand.pk, data={"role": role})


def _existing(brand: Brand, member: Any) -> None:
    if not BrandUserObjectPermission.objects.filter(content_object=brand, user=member.pk).exists():
        raise NotFound


def grant(brand: Brand, person: Any, role: str) -> None:
    content_type = ContentType.objects.get_for_model(Brand)
    permission = Permission.objects.get(content_type=content_type, codename=CODENAMES[BrandRole(role)])
    grants = BrandUserObjectPermission.objects.filter(content_object=brand, user=person)
    grants.exclude(permission=permission).delete()
    BrandUserObjectPermission.objects.get_or_create(content_object=brand, user=person, permission=permission)
