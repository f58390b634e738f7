"""Roles and active or not."""

import threading

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from accounts.authentication import user_of_access_token
from accounts.enums import Role
from accounts.errors import LastAdministrator
from accounts.models import User
from accounts.permissions import ALL_PERMISSIONS, MATRIX, create_roles, permissions_of, role_book
from accounts.services.people import change_role, set_active
from accounts.tests.factories import LoginSessionFactory, UserFactory, tokens_of
from artnex.errors import PermissionDenied, TokenInvalid
from artnex.events.models import Event, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return UserFactory(role=Role.ADMIN)


@pytest.mark.parametrize("role", Role)
def test_matrix_is_in_the_groups(role):
    assert permissions_of(role) == MATRIX[role]
    names = Group.objects.get(name=role.value).permissions.values_list("codename", flat=True)
    assert set(names) >= MATRIX[role]


def test_matrix_changed_in_a_group_holds_at_once(user):
    assert not user.may("manage:users")
    Group.objects.get(name="manager").permissions.add(Permission.objects.get(codename="manage:users"))
    assert user.may("manage:users")
    Group.objects.get(name="manager").permissions.clear()
    assert user.permissions == frozenset()


def test_administrators_cannot_lose_rights_by_their_group(admin):
    Group.objects.get(name="admin").permissions.clear()
    assert admin.permissions == ALL_PERMISSIONS


def test_making_roles_again_leaves_changes_alone():
    Group.objects.get(name="viewer").permissions.clear()
    create_roles()
    assert permissions_of(Role.VIEWER) == frozenset()


def test_matrix_is_not_asked_for_each_time(django_assert_num_queries):
    role_book.forget()
    with django_assert_num_queries(1):
        permissions_of(Role.VIEWER)
        permissions_of(Role.MANAGER)


def test_role_is_the_strongest_group(user):
    user.groups.add(Group.objects.get(name="viewer"))
    assert User.objects.get(pk=user.pk).role == Role.MANAGER
    user.groups.clear()
    assert User.objects.get(pk=user.pk).role == Role.VIEWER


def test_superuser_is_administrator():
    person = User.objects.create_superuser("root@example.com", "Correct-horse-7", name="Root")
    assert (person.role, person.is_staff, person.is_verified) == (Role.ADMIN, True, True)
    found, _means = user_of_access_token(tokens_of(person).access_token)
    assert found.role == Role.ADMIN


def test_role_by_token_is_that_of_the_groups(admin):
    for person, role in ((admin, Role.ADMIN), (UserFactory(role=Role.VIEWER), Role.VIEWER)):
        assert user_of_access_token(tokens_of(person).access_token)[0].role == role


def test_administrator_changes_a_role(admin, user):
    changed = change_role(actor=admin, user=user, role=Role.ADMIN)
    assert (changed.role, changed.is_staff) == (Role.ADMIN, True)
    assert User.objects.get(pk=user.pk).has_perm("events.view_event")
    changed = change_role(actor=admin, user=user, role=Role.VIEWER)
    assert (changed.role, changed.is_staff, changed.groups.count()) == (Role.VIEWER, False, 1)
    events = Event.objects.filter(name="role.changed", actor=admin).order_by("pk")
    assert [event.data for event in events] == [
        {"before": "manager", "after": "admin"},
        {"before": "admin", "after": "viewer"},
    ]
    assert Notification.objects.filter(user=user).count() == 2


def test_same_role_is_no_change(admin, user):
    change_role(actor=admin, user=user, role=Role.MANAGER)
    assert not Event.objects.filter(name="role.changed").exists()


def test_manager_changes_nobody(user):
    with pytest.raises(PermissionDenied):
        change_role(actor=user, user=UserFactory(), role=Role.VIEWER)
    with pytest.raises(PermissionDenied):
        set_active(actor=user, user=UserFactory(), is_active=False)


def test_who_manages_users_without_being_administrator_makes_no_administrators(admin, user):
    Group.objects.get(name="manager").permissions.add(Permission.objects.get(codename="manage:users"))
    other = UserFactory()
    change_role(actor=user, user=other, role=Role.VIEWER)
    for person, role in ((user, Role.ADMIN), (other, Role.ADMIN), (admin, Role.VIEWER)):
        with pytest.raises(PermissionDenied):
            change_role(actor=user, user=person, role=role)
    with pytest.raises(PermissionDenied):
        set_active(actor=user, user=admin, is_active=False)


def test_last_administrator_stays(admin):
    UserFactory(role=Role.ADMIN, is_active=False)
    with pytest.raises(LastAdministrator):
        change_role(actor=admin, user=admin, role=Role.MANAGER)
    with pytest.raises(LastAdministrator):
        set_active(actor=admin, user=admin, is_active=False)
    assert User.objects.get(pk=admin.pk).role == Role.ADMIN


def test_superuser_can_be_demoted_when_another_is_there(admin):
    root = User.objects.create_superuser("root@example.com", "Correct-horse-7", name="Root")
    changed = change_role(actor=admin, user=root, role=Role.VIEWER)
    assert (changed.role, changed.is_superuser, changed.is_staff) == (Role.VIEWER, False, False)


def test_deactivating_ends_access_at_once(admin, user):
    pair = tokens_of(user)
    LoginSessionFactory(user=user)
    set_active(actor=admin, user=user, is_active=False)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)
    assert Event.objects.filter(name="session.revoked").count() == 2
    assert Event.objects.get(name="user.deactivated").actor == admin
    set_active(actor=admin, user=user, is_active=True)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)
    assert user_of_access_token(tokens_of(user).access_token)[0] == user


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_two_administrators_cannot_unmake_each_other_at_once():
    admins = [UserFactory(role=Role.ADMIN) for _ in range(2)]
    start, outcomes = threading.Barrier(2), []

    def unmake(actor, other):
        start.wait()
        try:
            change_role(actor=actor, user=other, role=Role.MANAGER)
            outcomes.append("done")
        except (LastAdministrator, PermissionDenied) as failure:
            outcomes.append(type(failure).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=unmake, args=pair) for pair in (admins, admins[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["LastAdministrator", "done"]
