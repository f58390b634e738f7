"""Fills the bench's own database with people who are logged in, and writes what wrk needs. Run by compare.py."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, TOKENS = 1_000, 200


def main() -> None:
    sys.path.insert(0, str(ROOT))
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from accounts.tokens import _signing_key

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    add_people()
    folder = Path(os.environ["BENCH_FOLDER"])
    (folder / "tokens.json").write_text(json.dumps(log_in_people()))
    (folder / "jwt_key").write_text(_signing_key(settings.SECRET_KEY).hex())


def add_people() -> None:
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from accounts.models import User

    if User.objects.count() >= PEOPLE:
        return
    User.objects.bulk_create(
        User(email=f"user{n}@artnex.test", name=f"사용자 {n}", password="!", email_verified_at=timezone.now())
        for n in range(PEOPLE)
    )
    manager = Group.objects.get_or_create(name="manager")[0]
    manager.user_set.add(*User.objects.values_list("pk", flat=True))


def log_in_people() -> list[str]:
    from accounts.models import User
    from accounts.services.sessions import open_api_session

    return [open_api_session(user=user).access_token for user in User.objects.order_by("pk")[:TOKENS]]


if __name__ == "__main__":
    main()
