"""Overview, KPIs, personas, competitors and products as pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import UserFactory
from artnex.files.models import StoredFile
from artnex.files.tests.factories import picture
from brands.models import Competitor, CompetitorKpi, Kpi, KpiRevision, Persona, Product
from brands.tests.factories import (
    BrandFactory,
    CompetitorFactory,
    KpiFactory,
    PersonaFactory,
    ProductFactory,
    make_dna,
    make_member,
)

pytestmark = pytest.mark.django_db
TABS = ("", "kpis/", "personas/", "competitors/", "products/")
FORMS = ("kpis/new/", "kpis/day/", "kpis/import/", "personas/new/", "competitors/new/", "products/new/")


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def brand():
    return BrandFactory(brand_name="한빛정밀", palette=["#0A1B2C"], keywords=["정밀"], slogan="오차 없이")


@pytest.fixture
def owner(client, brand):
    client.force_login(brand.user)
    return client


def text_of(response):
    return response.content.decode()


def enter_days(brand, days, kpi="followers", start=1000, step=5):
    today = timezone.localdate()
    Kpi.objects.bulk_create(
        Kpi(brand=brand, kpi_type=kpi, value=start + step * n, measurement_date=today - timedelta(days=days - n))
        for n in range(days)
    )


def test_overview_shows_identity_palette_chart_dna_and_activity(owner, brand):
    enter_days(brand, 40)
    make_dna(user=brand.user, brand=brand)
    text = text_of(owner.get(f"/brands/{brand.pk}/"))
    for expected in ("<h1>한빛정밀</h1>", "오차 없이", 'fill="#0A1B2C"', "<svg", "기본 DNA", "Followers"):
        assert expected in text
    assert 'aria-current="page"' in text


@pytest.mark.parametrize("tab", TABS)
def test_tabs_open_with_nothing_in_them(owner, brand, tab):
    page = owner.get(f"/brands/{brand.pk}/{tab}")
    assert page.status_code == 200
    assert "empty__title" in text_of(page)


@pytest.mark.parametrize("tab", [*TABS, *FORMS])
def test_strangers_get_404(client, brand, tab):
    client.force_login(UserFactory())
    assert client.get(f"/brands/{brand.pk}/{tab}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_viewers_may_look_but_not_change(client, brand, form):
    client.force_login(make_member(brand, "viewer"))
    assert client.get(f"/brands/{brand.pk}/{form.split('/')[0]}/").status_code == 200
    assert client.get(f"/brands/{brand.pk}/{form}").status_code == 403


def test_editor_may_not_delete(client, brand):
    row = PersonaFactory(brand=brand)
    client.force_login(make_member(brand, "editor"))
    assert client.post(f"/brands/{brand.pk}/personas/{row.pk}/delete/").status_code == 403
    assert "persona_delete" not in text_of(client.get(f"/brands/{brand.pk}/personas/"))
    assert Persona.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("kpis", KpiFactory),
        ("personas", PersonaFactory),
        ("competitors", CompetitorFactory),
        ("products", ProductFactory),
    ],
)
def test_row_of_another_brand_is_404(owner, brand, kind, make):
    row = make()
    assert owner.get(f"/brands/{brand.pk}/{kind}/{row.pk}/edit/").status_code == 404
    assert owner.post(f"/brands/{brand.pk}/{kind}/{row.pk}/delete/").status_code == 404


def test_query_counts_do_not_grow(owner, brand, django_assert_max_num_queries):
    for tab in TABS:
        with django_assert_max_num_queries(12):
            owner.get(f"/brands/{brand.pk}/{tab}")
    enter_days(brand, 40)
    for _n in range(3):
        PersonaFactory(brand=brand)
        ProductFactory(brand=brand)
        rival = CompetitorFactory(brand=brand)
        CompetitorKpi.objects.create(
            competitor=rival, kpi_type="followers", value=5, measurement_date=timezone.localdate()
        )
    for tab in TABS:
        with django_assert_max_num_queries(12):
            owner.get(f"/brands/{brand.pk}/{tab}")


def test_value_is_entered_as_people_write_it(owner, brand):
    day = timezone.localdate().isoformat()
    sent = owner.post(
        f"/brands/{brand.pk}/kpis/new/",
        {"kpi_type": "engagement_rate", "value": "3.5%", "measurement_date": day},
    )
    assert sent.status_code == 302
    row = Kpi.objects.get(brand=brand)
    assert (row.value, row.source) == (Decimal("0.035"), "manual")
    brand.refresh_from_db()
    assert brand.engagement_rate == 0.035
    assert brand.popularity_index == 1.4


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"value": "viele"}, "Enter a number."),
        ({"measurement_date": "2999-01-01"}, "The day must not be in the future."),
        ({"kpi_type": "engagement_rate", "value": "3.5"}, "Enter a value from 0 to 1."),
        ({"kpi_type": "own", "own_name": "sales"}, "Begin with x_"),
    ],
)
def test_wrong_value_comes_back_with_what_was_typed(owner, brand, sent, words):
    body = {"kpi_type": "followers", "value": "12", "measurement_date": "2026-01-02"} | sent
    page = owner.post(f"/brands/{brand.pk}/kpis/new/", body)
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{body["value"]}"' in text_of(page)
    assert not Kpi.objects.exists()


def test_correction_keeps_the_former_value(owner, brand):
    row = KpiFactory(brand=brand, value=100, measurement_date=date(2026, 1, 2))
    owner.post(
        f"/brands/{brand.pk}/kpis/{row.pk}/edit/",
        {"kpi_type": "followers", "value": "120", "measurement_date": "2026-01-02"},
    )
    assert KpiRevision.objects.get(kpi=row).value == 100
    history = text_of(owner.get(f"/brands/{brand.pk}/kpis/{row.pk}/history/"))
    assert "120" in history
    assert "100" in history


def test_figures_of_a_day_are_entered_together_or_not_at_all(owner, brand):
    url, day = f"/brands/{brand.pk}/kpis/day/", timezone.localdate().isoformat()
    wrong = owner.post(url, {"measurement_date": day, "followers": "1.2만", "engagement_rate": "7"})
    assert wrong.status_code == 422
    assert "id_engagement_rate_error" in text_of(wrong)
    assert not Kpi.objects.exists()
    assert owner.post(url, {"measurement_date": day, "followers": "1.2만", "posts": "3"}).status_code == 302
    assert dict(Kpi.objects.values_list("kpi_type", "value")) == {"followers": 12000, "posts": 3}


def test_table_is_shown_before_it_is_entered(owner, brand):
    content = '날짜,팔로워,매출\n2026-01-01,"12,400",5000000\n2026-13-01,1,1\n2026-01-02,viele,\n'.encode("cp949")
    sent = owner.post(f"/brands/{brand.pk}/kpis/import/", {"file": SimpleUploadedFile("kpi.csv", content)})
    assert sent.status_code == 302
    page = text_of(owner.get(sent.url))
    assert "2 values can be entered." in page
    assert "2 values cannot." in page
    assert not Kpi.objects.exists()
    owner.post(sent.url)
    assert dict(Kpi.objects.values_list("kpi_type", "value")) == {"followers": 12400, "revenue": 5000000}
    assert Kpi.objects.first().source == "csv"
    assert not StoredFile.objects.filter(deleted_at__isnull=True).exists()
    assert owner.get(sent.url).status_code == 404


def test_table_without_headings_is_refused_beside_the_field(owner, brand):
    page = owner.post(f"/brands/{brand.pk}/kpis/import/", {"pasted": "a,b\n1,2"})
    assert page.status_code == 422
    assert "The first row needs a heading for the day" in text_of(page)


def test_table_of_another_brand_is_404(owner, brand):
    sent = owner.post(f"/brands/{brand.pk}/kpis/import/", {"pasted": "date,followers\n2026-01-01,5"})
    other = BrandFactory(user=brand.user)
    assert owner.post(sent.url.replace(f"/{brand.pk}/", f"/{other.pk}/", 1)).status_code == 404
    assert not Kpi.objects.exists()


def test_period_and_comparison_are_in_the_address(owner, brand):
    enter_days(brand, 70)
    text = text_of(owner.get(f"/brands/{brand.pk}/kpis/", {"range": "30", "compare": "on"}))
    assert "The period before" in text
    assert "30 values in this period." in text or "29 values in this period." in text
    wrong = owner.get(f"/brands/{brand.pk}/kpis/", {"range": "own", "start": "2026-02-01", "end": "2026-01-01"})
    assert "The end must not be before the start." in text_of(wrong)
    assert owner.get(f"/brands/{brand.pk}/kpis/", {"kpi": "x_unknown"}).status_code == 200


def test_persona_with_a_name_of_spaces_is_refused(owner, brand):
    page = owner.post(f"/brands/{brand.pk}/personas/new/", {"persona_name": "   ", "age_range": "40대"})
    assert page.status_code == 422
    assert 'value="40대"' in text_of(page)
    assert not Persona.objects.exists()


def test_persona_is_added_changed_and_deleted(owner, brand):
    owner.post(f"/brands/{brand.pk}/personas/new/", {"persona_name": "<b>김 과장</b>"})
    row = Persona.objects.get(brand=brand)
    assert "&lt;b&gt;김 과장" in text_of(owner.get(f"/brands/{brand.pk}/personas/"))
    owner.post(f"/brands/{brand.pk}/personas/{row.pk}/edit/", {"persona_name": "박 부장", "gender": "남성"})
    row.refresh_from_db()
    assert (row.persona_name, row.gender) == ("박 부장", "남성")
    owner.post(f"/brands/{brand.pk}/personas/{row.pk}/delete/")
    assert not Persona.objects.exists()


def test_competitors_stand_beside_the_brand(owner, brand):
    KpiFactory(brand=brand, value=1000)
    url = f"/brands/{brand.pk}/competitors/new/"
    owner.post(url, {"competitor_name": "동아정공", "market_share": "70", "followers": "2만", "engagement_rate": "2%"})
    rival = Competitor.objects.get(brand=brand)
    assert {kpi.kpi_type: kpi.value for kpi in rival.kpis.all()} == {
        "followers": 20000,
        "engagement_rate": Decimal("0.02"),
    }
    text = text_of(owner.get(f"/brands/{brand.pk}/competitors/"))
    assert "20,000" in text
    assert "<svg" in text
    assert "add up to" not in text
    owner.post(url, {"competitor_name": "서해기공", "market_share": "40.5"})
    assert "The market shares add up to 110.5%" in text_of(owner.get(f"/brands/{brand.pk}/competitors/"))


def test_competitor_with_a_wrong_figure_is_not_half_stored(owner, brand):
    page = owner.post(f"/brands/{brand.pk}/competitors/new/", {"competitor_name": "동아정공", "engagement_rate": "9"})
    assert page.status_code == 422
    assert "id_engagement_rate_error" in text_of(page)
    assert not Competitor.objects.exists()


def test_product_with_its_picture(owner, brand):
    body = {"sku": "A-1", "name": "베어링", "price": "1200.5", "currency": "KRW", "status": "active"}
    file = SimpleUploadedFile("a.png", picture(), content_type="image/png")
    assert owner.post(f"/brands/{brand.pk}/products/new/", body | {"image": file}).status_code == 302
    row = Product.objects.get(brand=brand)
    assert row.image is not None
    assert "베어링" in text_of(owner.get(f"/brands/{brand.pk}/products/", {"q": "a-1"}))
    again = owner.post(f"/brands/{brand.pk}/products/new/", body)
    assert "This brand has a product with this SKU already." in text_of(again)
    owner.post(f"/brands/{brand.pk}/products/{row.pk}/edit/", body | {"remove_image": "on"})
    row.refresh_from_db()
    assert row.image is None


def test_product_with_a_file_that_is_no_picture_is_not_stored(owner, brand):
    body = {"sku": "A-1", "name": "베어링", "currency": "KRW", "status": "active"}
    file = SimpleUploadedFile("a.png", b"<svg><script/></svg>", content_type="image/png")
    page = owner.post(f"/brands/{brand.pk}/products/new/", body | {"image": file})
    assert page.status_code == 422
    assert "id_image_error" in text_of(page)
    assert not Product.objects.exists()


def test_values_are_downloaded_for_a_spreadsheet(owner, brand):
    KpiFactory(brand=brand, kpi_type="x_own", value=5)
    response = owner.get(f"/brands/{brand.pk}/kpis/", {"format": "csv"})
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    assert "own" in content
