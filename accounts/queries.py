"""Reads that pages, endpoints and the administration share."""

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User


def people_with_role(role: Role, people: QuerySet[User] | None = None) -> QuerySet[User]:
    """Those of `people` whose strongest group is this role, as `User.role` says it one by one."""
    people = User.objects.all() if people is None else people
    administrators = User.objects.filter(Q(is_superuser=True) | Q(groups__name=Role.ADMIN.value)).values("pk")
    managers = User.objects.filter(groups__name=Role.MANAGER.value).values("pk")
    if role == Role.ADMIN:
        return people.filter(pk__in=administrators)
    if role == Role.MANAGER:
        return people.filter(pk__in=managers).exclude(pk__in=administrators)
    return people.exclude(pk__in=administrators).exclude(pk__in=managers)
