"""The demo company: repeatable, removable, and harmless in production."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from artnex import demo
from artnex.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def people():
    return get_user_model().objects.filter(email__endswith=f"@{demo.DOMAIN}")


def test_demo_people_can_log_in_with_the_password_that_is_shown():
    notes: list[str] = []
    demo.load_demo(say=notes.append)

    shown = notes[0].split()
    assert authenticate(username=shown[-3], password=shown[-1]) is not None
    assert {str(user.role) for user in people()} == {"admin", "manager", "viewer"}
    assert all(user.is_verified for user in people())


def test_loading_twice_changes_nothing():
    demo.load_demo(say=str)
    before = list(people().order_by("pk").values())
    events = Event.objects.count()
    demo.load_demo(say=str)

    assert list(people().order_by("pk").values()) == before
    assert Event.objects.count() == events


def test_removing_takes_the_demo_and_nobody_else():
    stranger = get_user_model().objects.create_user("kim@example.com", "password-1", name="Kim")
    call_command("demo", verbosity=0)
    call_command("demo", "--remove", verbosity=0)

    assert not people().exists()
    assert list(get_user_model().objects.all()) == [stranger]


def test_removed_demo_does_not_come_back_by_itself():
    assert demo.demo_is_wanted()
    demo.load_demo(say=str)
    demo.remove_demo()
    assert not demo.demo_is_wanted()

    demo.load_demo(say=str)
    assert demo.demo_is_wanted()


def test_production_never_gets_the_known_password(settings):
    settings.PRODUCTION = True
    notes: list[str] = []
    demo.load_demo(say=notes.append)

    email, password = notes[0].split()[-3], notes[0].split()[-1]
    assert password != demo.LOCAL_PASSWORD
    assert authenticate(username=email, password=demo.LOCAL_PASSWORD) is None
    assert authenticate(username=email, password=password) is not None


def test_parts_load_in_order_and_go_in_reverse(monkeypatch):
    steps: list[str] = []
    monkeypatch.setattr(demo, "_parts", {})
    monkeypatch.setattr(demo, "autodiscover_modules", lambda _name: None)
    for name, order in (("late", 20), ("early", 10)):
        demo.register_demo(
            name,
            order=order,
            load=lambda _run, name=name: steps.append(f"load {name}"),
            remove=lambda name=name: steps.append(f"remove {name}"),
        )
    demo.load_demo(say=str)
    demo.remove_demo()

    assert steps == ["load early", "load late", "remove late", "remove early"]
