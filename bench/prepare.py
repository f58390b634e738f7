"""Fills the bench's own database with people who are logged in, and writes what wrk needs. Run by compare.py."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, TOKENS = 1_000, 200
BRANDS_EACH = 100
ADD_BRANDS = """
INSERT INTO brands_brand (user_id, brand_name, category, slogan, mission, vision, keywords, website, voice, target,
  palette, tone_manner, registration_step, followers, engagement_rate, popularity_index, trend_score, search_text,
  created_at, updated_at)
SELECT u.id, '아트넥스 브랜드 ' || u.id || '-' || n,
  (ARRAY['art','design','music','fashion','food','tech','beauty','education'])[1 + n %% 8],
  '예술과 기술이 만나는 순간, Where art meets tech #' || n,
  '우리는 예술가와 기업을 데이터로 연결하여 지속 가능한 창작 생태계를 만든다. We connect artists and companies with '
    || 'data so that creative work can last. (' || md5(n::text) || ')',
  '2030년까지 아시아에서 가장 신뢰받는 아트 브랜딩 플랫폼이 된다. To become the most trusted art-branding platform in '
    || 'Asia by 2030. (' || md5((n + 1)::text) || ')',
  jsonb_build_array('예술', '브랜드', 'kw' || n %% 100, 'design', '창작'), '', '', '', '[]', '{}', 6,
  n * 37, 0.034, 41.5, 3.2, '아트넥스 브랜드 ' || n,
  '2024-01-01'::timestamptz + (n * 6007 %% 700) * interval '1 day' + u.id * interval '1 second', now()
FROM accounts_user u CROSS JOIN generate_series(1, %s) n
WHERE NOT EXISTS (SELECT 1 FROM brands_brand b WHERE b.user_id = u.id)
"""


def main() -> None:
    sys.path.insert(0, str(ROOT))
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from accounts.tokens import _signing_key

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    add_people()
    add_brands()
    folder = Path(os.environ["BENCH_FOLDER"])
    (folder / "tokens.json").write_text(json.dumps(log_in_people()))
    (folder / "brand_ids.json").write_text(json.dumps(first_brand_of_each()))
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


def add_brands() -> None:
    """A hundred for each of the thousand people who has none."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ADD_BRANDS, [BRANDS_EACH])


def log_in_people() -> list[str]:
    from accounts.models import User
    from accounts.services.sessions import open_api_session

    return [open_api_session(user=user).access_token for user in User.objects.order_by("pk")[:TOKENS]]


def first_brand_of_each() -> list[int]:
    """A brand of each person who has a token, in the order of the tokens."""
    from django.db.models import Min

    from accounts.models import User

    return [user.first for user in User.objects.annotate(first=Min("brands__pk")).order_by("pk")[:TOKENS]]


if __name__ == "__main__":
    main()
