"""Reading brands for lists and details: one row each, with what the person is on it.

Page, endpoint and its fast way share the same columns, so they always say the same.
"""

from functools import lru_cache
from typing import Any

import orjson
from django.db.models import BigAutoField, Case, CharField, Exists, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models import Count as CountOf
from django.db.models.functions import Cast, Lower

from artnex.access import RestrictedQuerySet
from artnex.files.links import signed_path
from artnex.prepared import Argument, Asker, Prepared
from brands.access import reachable
from brands.enums import BrandRole
from brands.models import Brand, BrandUserObjectPermission
from brands.services.brands import KEYWORD_MARK, searchable

PLAIN = (
    *("id", "user_id", "brand_name", "category", "slogan", "mission", "vision", "website", "voice", "target"),
    *("registration_step", "followers", "engagement_rate", "popularity_index", "trend_score"),
    *("created_at", "updated_at"),
)
JSON_COLUMNS = ("keywords", "palette", "tone_manner")
LOGO_SIZE = 200
Row = dict[str, Any]


def with_role(rows: QuerySet, user: Any) -> QuerySet:
    """Adds `my_role`: what `user` is on each brand. Administrators count as owners."""
    if user.is_admin:
        return rows.annotate(my_role=Value(BrandRole.OWNER.value, output_field=CharField()))
    edits = BrandUserObjectPermission.objects.filter(
        content_object=OuterRef("pk"), user=user.pk, permission__codename="change_brand"
    )
    role = Case(
        When(user=user.pk, then=Value(BrandRole.OWNER.value)),
        When(Exists(edits), then=Value(BrandRole.EDITOR.value)),
        default=Value(BrandRole.VIEWER.value),
        output_field=CharField(),
    )
    return rows.annotate(my_role=role)


def as_rows(rows: QuerySet, *more: str) -> QuerySet:
    """The columns of an answer, JSON still as text: it goes into the answer as it is."""
    texts: dict[str, Any] = {f"{name}_text": Cast(name, TextField()) for name in JSON_COLUMNS}
    return rows.annotate(**texts).values(*PLAIN, "my_role", "logo_id", "logo__content_type", *texts, *more)


def present_brand(row: Row) -> Row:
    """A row of `as_rows` as the API gives it."""
    answer = {name: row[name] for name in PLAIN}
    for name in JSON_COLUMNS:
        answer[name] = orjson.Fragment(row[f"{name}_text"])
    answer["logo_url"] = logo_url(row["logo_id"], row["logo__content_type"])
    answer["my_role"] = row["my_role"]
    return answer


def logo_url(logo_id: Any, content_type: str | None) -> str | None:
    """A link to the logo: a small version of pictures made of pixels, drawings as they are."""
    if logo_id is None:
        return None
    return signed_path(logo_id) if content_type == "image/svg+xml" else signed_path(logo_id, variant=str(LOGO_SIZE))


def brand_rows(user: Any) -> QuerySet:
    """The brands `user` may see, as rows."""
    return as_rows(with_role(Brand.objects.restrict(user, "read"), user))


def brand_row(user: Any, brand: Brand) -> Row:
    """One brand the caller has fetched, as the API gives it."""
    return present_brand(as_rows(with_role(Brand.objects.filter(pk=brand.pk), user)).get())


def new_brand_row(brand: Brand) -> Row:
    """One brand just made, as the API gives it to the person who made it: all of it is at hand."""
    answer = {name: getattr(brand, name) for name in (*PLAIN, *JSON_COLUMNS)}
    return answer | {"logo_url": None, "my_role": BrandRole.OWNER.value}


# ── narrowing ──────────────────────────────────────────────────────────────────────────────────────
def matching(rows: QuerySet, text: str) -> QuerySet:
    """Every word occurs, also as a part of a word, in name, category, slogan or keywords."""
    for word in text[:200].split()[:8]:
        rows = rows.filter(search_text__contains=searchable(word))
    return rows


def in_category(rows: QuerySet, category: str) -> QuerySet:
    return rows.annotate(category_lower=Lower("category")).filter(category_lower=category.strip().lower())


def with_keyword(rows: QuerySet, keyword: str) -> QuerySet:
    """Exactly this keyword, whatever the case."""
    return rows.filter(search_text__contains=f"\n{KEYWORD_MARK}{searchable(' '.join(keyword.split()))}\n")


def in_role(rows: QuerySet, role: str) -> QuerySet:
    """Brands on which the person of `with_role` is `role`."""
    return rows.filter(my_role=role)


def categories_of(rows: RestrictedQuerySet) -> list[str]:
    """The categories that occur, for a filter's choices."""
    return list(rows.order_by("category").values_list("category", flat=True).distinct()[:200])


# ── the fast way ───────────────────────────────────────────────────────────────────────────────────
NEWEST_FIRST = ("-created_at", "-id")
DEEPEST = 1_000  # rows left out; statements for what lies deeper are not kept


@lru_cache(maxsize=128)
def _own_page(skip: int, size: int) -> Prepared:
    """A page of one's own brands with their number, and whether there are other people's brands besides.

    Apart from the general case because it needs no more than a few steps in one index.
    """

    def build() -> QuerySet:
        asker = Asker()
        own = Brand.objects.filter(user=asker.pk)
        rows = own.annotate(
            my_role=Value(BrandRole.OWNER.value),
            total=_number_of(own),
            has_grants=Exists(BrandUserObjectPermission.objects.filter(user=asker.pk)),
        )
        return as_rows(rows, "total", "has_grants").order_by(*NEWEST_FIRST)[skip : skip + size]

    return Prepared(build)


@lru_cache(maxsize=128)
def _reachable_page(skip: int, size: int) -> Prepared:
    """A page of all brands somebody may see, with their number."""

    def build() -> QuerySet:
        asker = Asker()
        seen = Brand.objects.filter(reachable(asker, "read"))
        rows = with_role(seen, asker).annotate(total=_number_of(seen))
        return as_rows(rows, "total").order_by(*NEWEST_FIRST)[skip : skip + size]

    return Prepared(build)


def _number_of(rows: QuerySet) -> Subquery:
    return Subquery(_counted(rows))


def _counted(rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(one=Value(1)).values("one").annotate(n=CountOf("pk")).values("n")


def newest_brands(person_id: int, *, skip: int, size: int) -> tuple[list[Row], int]:
    """The page and the number of all brands of somebody who is no administrator."""
    rows = _own_page(skip, size).dicts(person=person_id) if skip <= DEEPEST else []
    if not rows or rows[0]["has_grants"]:
        page = _reachable_page if skip <= DEEPEST else _reachable_page.__wrapped__
        rows = page(skip, size).dicts(person=person_id)
    if rows:
        return [present_brand(row) for row in rows], rows[0]["total"]
    counted = NUMBER_OF_BRANDS.dicts(person=person_id)  # past the end, no row tells the number
    return [], counted[0]["n"] if counted else 0


def _number() -> QuerySet:
    return _counted(Brand.objects.filter(reachable(Asker(), "read")))


NUMBER_OF_BRANDS = Prepared(_number)


def _one_brand() -> QuerySet:
    asker = Asker()
    rows = Brand.objects.filter(reachable(asker, "read"), pk=Argument("brand", BigAutoField()))
    return as_rows(with_role(rows, asker)).order_by()


ONE_BRAND = Prepared(_one_brand)


def one_brand(person_id: int, brand_id: int) -> Row | None:
    """A brand as the API gives it to somebody who is no administrator; None when they may not see it."""
    rows = ONE_BRAND.dicts(person=person_id, brand=brand_id)
    return present_brand(rows[0]) if rows else None
