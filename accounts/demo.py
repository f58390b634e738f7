"""The people of the demo company: a marketer, a designer, an executive and an administrator."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services.deletion import delete_account
from artnex.demo import COMPANY, DemoRun, demo_email, register_demo
from artnex.events.services import record_event


@dataclass(frozen=True)
class DemoPerson:
    login: str
    name: str
    role: Role
    task: str

    @property
    def email(self) -> str:
        return demo_email(self.login)


PEOPLE = (
    DemoPerson("marketer", "김서연", Role.MANAGER, "마케팅 담당"),
    DemoPerson("designer", "박도현", Role.MANAGER, "디자이너"),
    DemoPerson("executive", "이정호", Role.VIEWER, "대표이사"),
    DemoPerson("admin", "최은지", Role.ADMIN, "시스템 관리자"),
)


def load(run: DemoRun) -> None:
    """Create those who are missing; whoever is there keeps name, role and password."""
    known = set(User.objects.filter(email__in=[person.email for person in PEOPLE]).values_list("email", flat=True))
    for person in PEOPLE:
        if person.email not in known:
            _create(person, run.password)
    password = run.password if len(known) < len(PEOPLE) else run.known_as
    run.notes.append(f"Demo company: {COMPANY}. Log in as {PEOPLE[0].email} with {password}")
    run.notes.append("Others: " + ", ".join(f"{p.email} ({p.task})" for p in PEOPLE[1:]))


def remove() -> None:
    """Delete them like any account: what they own goes, the audit trail stays without their names."""
    for user in User.objects.filter(email__in=[person.email for person in PEOPLE]):
        user.is_active, user.deletion_requested_at = False, timezone.now()
        user.save(update_fields=["is_active", "deletion_requested_at"])
        delete_account(user_id=user.pk)


def _create(person: DemoPerson, password: str) -> None:
    user = User.objects.create_user(
        person.email,
        password,
        name=person.name,
        language="ko",
        email_verified_at=timezone.now(),
        is_staff=person.role == Role.ADMIN,
    )
    user.groups.add(Group.objects.get(name=person.role.value))
    record_event("user.registered", actor=user, subject=user)


register_demo("people", order=10, load=load, remove=remove)
