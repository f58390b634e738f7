"""Brands as files: import and export."""

import csv
import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from accounts.tests.factories import UserFactory
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from artnex.testing.people import new_user
from brands.models import Brand
from brands.services.brands import MAX_BRANDS, create_brand
from brands.tests.factories import BrandFactory

pytestmark = pytest.mark.django_db
GOOD = "brand_name,category,keywords,slogan\n한빛정밀,기계부품,정밀;내구성,오래 갑니다\n초록식품,식품,건강,믿고 먹는\n"


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def browser(owner):
    client = Client()
    client.force_login(owner)
    return client


def table(text, name="brands.csv", encoding="utf-8"):
    return SimpleUploadedFile(name, text.encode(encoding))


def send(client, file, **more):
    return client.post("/api/v1/brands/import", {"file": file, **more})


def import_now(client, file):
    assert send(client, file).status_code == 202
    run_queued_jobs()
    return Job.objects.latest("created_at")


def test_dry_run_counts_and_stores_nothing(browser):
    text = GOOD + "가,기계,,\n,식품,,\n=SUM(A1),식품,,\n한빛정밀,식품,,\n" + "가" * 201 + ",식품,,\n"
    answer = send(browser, table(text), dry_run="true")
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert (data["rows"], data["valid"], data["invalid"]) == (7, 2, 5)
    assert [(row["row"], row["field"]) for row in data["errors"]] == [(n, "brand_name") for n in (4, 5, 6, 7, 8)]
    assert data["preview"][0]["keywords"] == ["정밀", "내구성"]
    assert not Brand.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_same_file_twice_makes_no_duplicates(browser, owner, encoding):
    first = import_now(browser, table(GOOD, encoding=encoding))
    assert (first.result["created"], first.result["rows"], first.result["valid"]) == (2, 2, 2)
    second = import_now(browser, table(GOOD, encoding=encoding))
    assert (second.result["created"], second.result["updated"], second.result["unchanged"]) == (0, 0, 2)
    brands = Brand.objects.filter(user=owner).order_by("brand_name")
    assert [brand.brand_name for brand in brands] == ["초록식품", "한빛정밀"]
    assert browser.get("/api/v1/brands?keyword=내구성").json()["pagination"]["total"] == 1


def test_known_name_is_changed_and_empty_cells_change_nothing(browser, owner):
    brand = BrandFactory(user=owner, brand_name="한빛정밀", slogan="옛 말", mission="남는 글")
    job = import_now(browser, table("브랜드명,업종,슬로건,미션\n 한빛정밀 ,기계부품,새 말,\n"))
    brand.refresh_from_db()
    assert job.result["updated"] == 1
    assert (brand.slogan, brand.mission) == ("새 말", "남는 글")


def test_what_does_not_fit_is_left_out_and_counted(browser, owner):
    Brand.objects.bulk_create(BrandFactory.build(user=owner) for _ in range(MAX_BRANDS - 1))
    assert send(browser, table(GOOD), dry_run="true").json()["data"]["fits"] == 1
    job = import_now(browser, table(GOOD))
    assert (job.result["created"], job.result["left_out"]) == (1, 1)
    assert Brand.objects.filter(user=owner).count() == MAX_BRANDS


def test_workbook_with_columns_in_korean_is_taken(browser, owner):
    book = Workbook()
    for row in (["이름", "카테고리", "키워드", "연락처"], ["한빛정밀", "기계", "정밀; 기어", "모름"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    import_now(browser, SimpleUploadedFile("brands.xlsx", content.getvalue()))
    brand = Brand.objects.get(user=owner)
    assert (brand.brand_name, brand.keywords) == ("한빛정밀", ["정밀", "기어"])


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (table("slogan\n하나\n"), 422),
        (table("brand_name,category\n"), 422),
        (SimpleUploadedFile("brands.csv", b"\x89PNG\r\n\x1a\n"), 415),
        (SimpleUploadedFile("brands.xlsx", b"PK\x03\x04rubbish"), 422),
        (SimpleUploadedFile("brands.exe", b"MZ"), 415),
    ],
)
def test_file_that_is_no_list_of_brands_is_refused(browser, file, status):
    assert send(browser, file).status_code == status
    assert not Job.objects.exists()


def test_viewer_may_not_import():
    client = Client()
    client.force_login(new_user("viewer"))
    assert send(client, table(GOOD)).status_code == 403


def test_ten_thousand_rows_of_cp949_take_seconds(browser, owner):
    rows = "".join(f"브랜드 {n},기계부품,정밀;내구성;제{n}호,오래 가는 부품 {n}\n" for n in range(10_000))
    file = table("brand_name,category,keywords,slogan\n" + rows, encoding="cp949")
    start = time.process_time()
    job = import_now(browser, file)
    assert time.process_time() - start < 10
    assert (job.result["rows"], job.result["valid"], job.result["created"]) == (10_000, 10_000, MAX_BRANDS)
    assert job.progress == 100


def test_export_opens_in_excel_and_runs_nothing(browser, owner):
    create_brand(
        user=owner, fields={"brand_name": "한빛정밀", "category": "기계", "slogan": "=1+1", "keywords": ["가", "나"]}
    )
    raw = browser.get("/api/v1/brands/export?format=csv").content
    assert raw.startswith(b"\xef\xbb\xbf")
    row = next(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert (row["brand_name"], row["slogan"], row["keywords"]) == ("한빛정밀", "'=1+1", "가;나")
    sheet = load_workbook(io.BytesIO(browser.get("/api/v1/brands/export?format=xlsx").content)).active
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert browser.get("/api/v1/brands/export?format=pdf").status_code == 400


def test_own_export_is_imported_again_without_change(browser, owner):
    create_brand(
        user=owner, fields={"brand_name": "한빛정밀", "category": "기계", "slogan": "-품질-", "keywords": ["가"]}
    )
    exported = browser.get("/brands/export/?format=xlsx")
    assert exported.status_code == 200
    job = import_now(browser, SimpleUploadedFile("again.xlsx", exported.content))
    assert (job.result["invalid"], job.result["unchanged"], job.result["created"]) == (0, 1, 0)


def test_export_holds_what_was_ticked_or_what_matches(browser, owner):
    one = create_brand(user=owner, fields={"brand_name": "하나정밀", "category": "기계"})
    create_brand(user=owner, fields={"brand_name": "두리식품", "category": "식품"})
    BrandFactory(brand_name="남의 것")

    def names(query):
        text = browser.get(f"/brands/export/?format=csv{query}").content.decode("utf-8-sig")
        return {row[1] for row in list(csv.reader(io.StringIO(text)))[1:]}

    assert names("") == {"하나정밀", "두리식품"}
    assert names("&q=식품") == {"두리식품"}
    assert names(f"&ids={one.pk}") == {"하나정밀"}


def test_pages_lead_from_the_file_to_the_result(browser, owner):
    text = "상호,종류\n한빛정밀,기계\n,식품\n"
    page = browser.post("/brands/import/", {"file": table(text)})
    check = browser.get(page["Location"])
    assert "brand_name" in check.content.decode()
    mapped = f"{page['Location']}?mapped=1&brand_name=0&category=1"
    shown = browser.get(mapped).content.decode()
    assert "한빛정밀" in shown
    sent = browser.post(mapped)
    assert sent["Location"].endswith("/result/")
    run_queued_jobs()
    assert browser.get(sent["Location"]).status_code == 200
    assert [brand.brand_name for brand in Brand.objects.filter(user=owner)] == ["한빛정밀"]
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(mapped).status_code == 404
    assert stranger.post(mapped).status_code == 404
    assert stranger.get(sent["Location"]).status_code == 404
