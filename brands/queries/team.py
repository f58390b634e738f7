"""Who is on the team of a brand, for page and API alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brands.enums import BrandRole
from brands.models import Brand, BrandInvitation, BrandUserObjectPermission
from brands.services.team import ROLES


@dataclass(frozen=True, slots=True)
class Member:
    """The owner, somebody with a grant, or somebody who was invited and has no account yet (`person` is None)."""

    email: str
    name: str
    role: BrandRole
    person: Any = None
    invitation: BrandInvitation | None = None

    @property
    def user_id(self) -> int | None:
        return self.person.pk if self.person else None

    @property
    def invitation_id(self) -> int | None:
        return self.invitation.pk if self.invitation else None

    @property
    def status(self) -> str:
        return "active" if self.person else "invited"

    @property
    def invited_at(self) -> datetime | None:
        return self.invitation.created_at if self.invitation else None


def team_of(brand: Brand) -> list[Member]:
    """The owner, then editors, viewers and open invitations, in two queries (and one for the owner)."""
    owner = brand.user
    grants = BrandUserObjectPermission.objects.filter(content_object=brand).select_related("user", "permission")
    members: dict[int, Member] = {}
    for grant in grants.order_by("permission__codename", "user__name", "user_id"):
        role, person = ROLES[grant.permission.codename], grant.user
        members.setdefault(person.pk, Member(person.email, person.name, role, person))
    invited = [Member(row.email, "", BrandRole(row.role), None, row) for row in brand.invitations.order_by("email")]
    return [Member(owner.email, owner.name, BrandRole.OWNER, owner), *members.values(), *invited]


def member_of(brand: Brand, user_id: int) -> Member | None:
    """The member with this id, the owner included."""
    return next((member for member in team_of(brand) if member.user_id == user_id), None)
