"""The people who try every address, and what each must get.

An app that brings another relation to an object (an editor of a brand) registers it in its `tests/samples.py`:

    register_person(Person("editor", make=editor_of_the_brand_of, sees=True, changes=True))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone


@dataclass(frozen=True)
class Person:
    """`make(owner)` gives the account, None when not logged in.

    Where `sees` or `changes` is None nothing is asked of the answer but that it is no server error.
    """

    name: str
    make: Callable[[Any], Any]
    sees: bool | None = None
    changes: bool | None = None
    only_shared: bool = False


_number = iter(range(10**9))


def new_user(role: str = "manager", **fields: Any) -> Any:
    """An account with a verified address and this role."""
    number = next(_number)
    user = get_user_model().objects.create_user(
        email=f"{role}{number}@example.com",
        password=None,
        name=f"{role} {number}",
        email_verified_at=timezone.now(),
        is_staff=role == "admin",
        **fields,
    )
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def nobody(owner: Any) -> None:
    """Somebody who is not logged in."""


def unrelated(role: str) -> Callable[[Any], Any]:
    """Somebody of this role who has nothing to do with the owner."""
    return lambda _owner: new_user(role)


PEOPLE = [
    Person("anonymous", make=nobody),
    Person("stranger", make=unrelated("manager"), sees=False, changes=False),
    Person("viewer", make=unrelated("viewer"), sees=False, changes=False),
    Person("owner", make=lambda owner: owner, sees=True),
    Person("admin", make=unrelated("admin")),
]


def register_person(person: Person) -> None:
    if person.name not in {known.name for known in PEOPLE}:
        PEOPLE.append(person)
