"""Many calls at the same moment: exactly as many as cap or plan allow, on PostgreSQL and on a SQLite file."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.conf import settings as configured
from django.db import connection

from artnex.ai import quota
from artnex.ai.budgets import BudgetReached
from artnex.ai.contract import TextRequest
from artnex.ai.enums import CallStatus, JobType
from artnex.ai.gateway import generate_text
from artnex.ai.models import AiCall, Budget, BudgetMonth
from artnex.ai.money import to_billionths
from artnex.ai.prices import find_price, most_for_text
from artnex.ai.tests.factories import PersonFactory
from artnex.ai.tests.servers import Reply, openai_text
from artnex.errors import QuotaExceeded
from artnex.events.models import Event


def race(person, calls=20):
    """So many calls at once; how many got through."""

    def call(_number):
        try:
            generate_text(
                TextRequest(purpose="t", prompt="p" * 10), user=person, brand_id=9, engine="openai", builtin=str
            )
        except (BudgetReached, QuotaExceeded):
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(calls) as pool:
        return sum(pool.map(call, range(calls)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_calls_at_once_the_plan_lets_exactly_three_through(openai, three_calls):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    openai.will(Reply(openai_text("ok")))
    person = PersonFactory()
    assert race(person) == 3
    assert len(openai.seen) == 3
    assert quota.paid_calls(user=person) == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["user", "brand"])
def test_of_twenty_calls_at_once_exactly_three_get_through(openai, whose):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    person = PersonFactory()
    request = TextRequest(purpose="t", prompt="p" * 10)
    price = find_price(provider="openai", model="text-model", job_type=JobType.TEXT)
    one = most_for_text(price, request)
    cost_like_held = openai_text("ok") | {"usage": None}
    openai.will(lambda seen: Reply(cost_like_held, wait=0.1))
    owner = {"user": person} if whose == "user" else {"brand_id": 9}
    Budget.objects.create(**owner, monthly_limit=3 * one)
    assert race(person) == 3
    assert len(openai.seen) == 3
    for month in BudgetMonth.objects.all():
        assert (month.reserved, month.spent) == (0, to_billionths(3 * one))
    assert AiCall.objects.filter(status=CallStatus.COMPLETED).count() == 3
    assert Event.objects.filter(name="budget.warned").count() == 1
    assert Event.objects.filter(name="budget.reached").count() == 1


RACE_ON_SQLITE = """
import json
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from decimal import Decimal
from django.contrib.auth import get_user_model
from django.db import connection
from artnex.ai.budgets import BudgetReached
from artnex.ai.contract import Usage
from artnex.ai.ledger import Opening, accounted
from artnex.ai.models import AiCall, BudgetMonth, ModelPrice
price = ModelPrice.objects.get(model="text-model")
person = get_user_model().objects.get()
opening = Opening(user=person, brand_id=None, job_type="text", purpose="t", engine="openai", model="m", prompt="")
def call(number):
    try:
        with accounted(opening, price=price, reserve=Decimal("0.1")) as bill:
            bill.add(Usage(is_reported=False))
    except BudgetReached:
        return 0
    finally:
        connection.close()
    return 1
with ThreadPoolExecutor(20) as pool:
    through = sum(pool.map(call, range(20)))
month = BudgetMonth.objects.get()
print(json.dumps([through, AiCall.objects.count(), month.spent, month.reserved]))
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_of_twenty_calls_at_once_exactly_three_get_through_on_a_sqlite_file(person, prices, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite")
    Budget.objects.create(user=person, monthly_limit=Decimal("0.3"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "artnex.sqlite3")])
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"ARTNEX_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "artnex.settings", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-c", RACE_ON_SQLITE],
        env=environment,
        cwd=configured.BASE_DIR,
        capture_output=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr.decode()
    # a tenth three times is three tenths, which floating point would deny
    assert json.loads(done.stdout.splitlines()[-1]) == [3, 3, 300_000_000, 0]
