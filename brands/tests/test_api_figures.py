"""KPIs, personas, competitors and products over the API."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import UserFactory
from artnex.files.tests.factories import picture
from brands.models import Kpi, KpiRevision, Product
from brands.tests.factories import BrandFactory, CompetitorFactory, KpiFactory, ProductFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def api(client, brand):
    """Calls as the owner: api("post", "kpis", {...}) under the brand."""
    client.force_login(brand.user)

    def call(method, path, body=None, **options):
        url = f"/api/v1/brands/{brand.pk}/{path}"
        if method == "get":
            return client.get(url, body)
        return getattr(client, method)(url, body, content_type="application/json", **options)

    return call


def test_second_value_of_a_day_replaces_the_first_and_keeps_it(api, brand):
    body = {"kpi_type": "followers", "value": 100, "measurement_date": "2026-01-02"}
    first = api("post", "kpis", body)
    second = api("post", "kpis", body | {"value": 120.5})
    assert (first.status_code, second.status_code) == (201, 200)
    row = second.json()["data"]
    assert row["value"] == 120.5
    assert row["source"] == "api"
    former = api("get", f"kpis/{row['id']}/revisions").json()["data"]
    assert [revision["value"] for revision in former] == [100]


def test_bulk_replaces_keeps_history_and_is_all_or_nothing(api, brand):
    KpiFactory(brand=brand, value=5, measurement_date="2026-01-01")
    rows = [{"kpi_type": "followers", "value": n, "measurement_date": f"2026-01-{n:02d}"} for n in range(1, 31)]
    wrong = api("post", "kpis/bulk", {"items": [*rows, rows[0] | {"value": -1}]})
    assert wrong.status_code == 422
    assert wrong.json()["error"]["details"][0]["field"] == "items.30.value"
    assert Kpi.objects.count() == 1
    assert api("post", "kpis/bulk", {"items": rows}).status_code == 201
    assert Kpi.objects.count() == 30
    assert KpiRevision.objects.get().value == 5
    brand.refresh_from_db()
    assert brand.followers == 30
    assert brand.trend_score > 0
    assert api("post", "kpis/bulk", {"items": rows}).status_code == 201
    assert KpiRevision.objects.count() == 1  # the same again changes nothing


def test_bulk_of_thousands_takes_few_statements(api, brand, django_assert_max_num_queries):
    rows = [
        {"kpi_type": f"x_{kind}", "value": 1, "measurement_date": f"2025-{month:02d}-{day:02d}"}
        for kind in "abcde"
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    with django_assert_max_num_queries(40):
        assert api("post", "kpis/bulk", {"items": rows}).status_code == 201


def test_summary_says_how_the_index_came_about(api, brand):
    KpiFactory(brand=brand, kpi_type="engagement_rate", value="0.05", measurement_date="2026-01-01")
    KpiFactory(brand=brand, kpi_type="engagement_rate", value="0.1", measurement_date="2026-01-03")
    data = api("get", "kpis/summary").json()["data"]
    assert data["popularity"]["index"] == 4.0
    term = next(term for term in data["popularity"]["terms"] if term["kpi_type"] == "engagement_rate")
    assert (term["value"], term["points"], term["as_of"]) == (0.1, 4.0, "2026-01-03")
    assert data["latest"][0]["change_percent"] == 100.0
    assert data["trend"]["verdict"] == "not_enough_data"


def test_series_gives_the_period_before_for_comparison(api, brand):
    for day, value in (("2026-01-05", 1), ("2026-01-15", 2)):
        KpiFactory(brand=brand, value=value, measurement_date=day)
    data = api("get", "kpis/series", {"kpi_type": "followers", "from": "2026-01-11", "to": "2026-01-20"}).json()["data"]
    assert [point["value"] for point in data["points"]] == [2]
    assert [point["value"] for point in data["previous"]] == [1]
    assert api("get", "kpis/series", {"from": "2026-02-01", "to": "2026-01-01"}).status_code == 400
    assert api("get", "kpis/series", {"kpi_type": "nonsense"}).status_code == 400


def test_list_is_filtered_by_type(api, brand):
    KpiFactory(brand=brand)
    KpiFactory(brand=brand, kpi_type="views")
    rows = api("get", "kpis", {"kpi_type": "views"}).json()["data"]
    assert [row["kpi_type"] for row in rows] == ["views"]
    assert api("get", "kpis", {"kpi_type": "nonsense"}).status_code == 400


def test_file_is_read_and_its_bad_values_named(api, client, brand):
    content = "date,followers\n2026-01-01,5\n2026-01-02,=1+1\n"
    url = f"/api/v1/brands/{brand.pk}/kpis/import"
    dry = client.post(url, {"file": SimpleUploadedFile("k.csv", content.encode()), "dry_run": "true"})
    assert dry.json()["data"]["found"] == 1
    assert dry.json()["data"]["stored"] == 0
    assert dry.json()["data"]["errors"][0]["row"] == 3
    assert not Kpi.objects.exists()
    assert client.post(url, {"file": SimpleUploadedFile("k.csv", content.encode())}).json()["data"]["stored"] == 1


def test_competitors_figures_are_read_and_written(api, brand):
    body = {
        "competitor_name": "동아정공",
        "market_share": 60,
        "kpis": [{"kpi_type": "followers", "value": 2000, "measurement_date": "2026-01-01"}],
    }
    made = api("post", "competitors", body)
    assert made.status_code == 201
    data = made.json()["data"]
    assert data["kpis"] == body["kpis"]
    CompetitorFactory(brand=brand, market_share=50)
    changed = api("patch", f"competitors/{data['id']}", {"market_share": 70})
    assert "120" in changed.json()["message"]
    assert changed.json()["data"]["kpis"] == body["kpis"]


@pytest.mark.parametrize("share", [-1, 100.01, "much"])
def test_impossible_share_is_refused(api, share):
    answer = api("post", "competitors", {"competitor_name": "가", "market_share": share})
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == "market_share"


def test_sku_is_taken_once_in_a_brand(api, brand):
    ProductFactory(brand=brand, sku="A-1")
    other = ProductFactory(sku="B-1")
    assert api("post", "products", {"sku": "A-1", "name": "가"}).status_code == 422
    made = api("post", "products", {"sku": other.sku, "name": "가", "price": "12.50"})
    assert made.status_code == 201
    assert made.json()["data"]["price"] == 12.5
    assert Product.objects.get(pk=made.json()["data"]["id"]).price == Decimal("12.50")


def test_picture_of_a_product(client, api, brand):
    row = ProductFactory(brand=brand)
    url = f"/api/v1/brands/{brand.pk}/products/{row.pk}/image"
    shown = client.post(url, {"file": SimpleUploadedFile("a.png", picture())}).json()["data"]
    assert client.get(shown["image_url"]).status_code == 200
    assert client.post(url, {"file": SimpleUploadedFile("a.png", b"%PDF-1.4")}).status_code == 415
    assert api("delete", f"products/{row.pk}/image").status_code == 204
    row.refresh_from_db()
    assert row.image is None


def test_viewer_reads_and_editor_writes_but_only_the_owner_deletes(client, brand):
    row = KpiFactory(brand=brand)
    url = f"/api/v1/brands/{brand.pk}/kpis"
    body = {"kpi_type": "views", "value": 1, "measurement_date": "2026-01-02"}
    client.force_login(make_member(brand, "viewer"))
    assert client.get(url).status_code == 200
    assert client.post(url, body, content_type="application/json").status_code == 403
    client.force_login(make_member(brand, "editor"))
    assert client.post(url, body, content_type="application/json").status_code == 201
    assert client.delete(f"{url}/{row.pk}").status_code == 403
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
