"""Texts and pictures through the endpoints: the built-in engine, outside ones well and badly, wrong input."""

import io

import pytest
from PIL import Image
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from artnex.ai.budgets import set_limit
from artnex.ai.models import AiCall
from artnex.ai.tests.conftest import (  # noqa: F401 - fixtures
    no_pauses,
    openai,
    peer,
    prices,
    reachable,
)
from artnex.ai.tests.servers import Reply, openai_error, openai_image, openai_text
from artnex.files.kinds import Kind
from artnex.files.provenance import find_label
from artnex.jobs import services as job_services
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory, ProductFactory, make_member
from insights.tests.factories import SegmentFactory
from studio.models import Asset, Generation
from studio.platforms import PLATFORMS, counted_length
from studio.tests.factories import make_generation

pytestmark = pytest.mark.django_db
TEXT, IMAGE = "/api/v1/generate/text", "/api/v1/generate/image"
PROMPT = "원룸에 두는 온열 매트 소개"


@pytest.fixture
def brand():
    brand = BrandFactory(
        brand_name="온담",
        category="생활가전",
        slogan="작은 방의 온기",
        keywords=["조용함"],
        palette=["#B4532A", "#F2C879"],
    )
    ProductFactory(brand=brand, name="온열 매트 M1")
    return brand


@pytest.fixture
def api(brand, monkeypatch):
    """Logged in as the owner; a job is done while the endpoint waits for it."""

    def wait(job, _seconds):
        run_queued_jobs()
        job.refresh_from_db()
        return job

    monkeypatch.setattr(job_services, "wait_for_job", wait)
    client = APIClient(headers={"accept-language": "en"})
    client.force_authenticate(brand.user)
    return client


def ask(api, url, **body):
    return api.post(url, {"prompt": PROMPT, **body}, format="json")


# ── the built-in engine ────────────────────────────────────────────────────────────────────────────
def test_a_text_comes_within_the_wait_and_costs_nothing(api, brand):
    answer = ask(api, TEXT, brand_id=brand.pk, platform="instagram", keywords=["겨울"])
    assert answer.status_code == 200, answer.json()
    data = answer.json()["data"]
    assert "온담" in data["text"]
    assert "온열 매트 M1" in data["text"]
    assert "#겨울" in data["text"]
    assert (data["engine"], data["model"], data["cost"], data["unsupported"]) == ("builtin", "builtin", 0.0, 0)
    assert data["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    assert len(data["variants"]) == 2
    row = api.get("/api/v1/content/history", {"limit": 1, "content_type": "text"}).json()["data"][0]
    assert (row["id"], row["prompt"], row["result"]) == (data["id"], PROMPT, data["text"])


def test_without_waiting_there_is_a_job(brand):
    client = APIClient()
    client.force_authenticate(brand.user)
    answer = client.post(TEXT, {"prompt": PROMPT}, format="json", headers={"prefer": "wait=0"})
    assert answer.status_code == 202
    assert answer.json()["data"]["status"] == "queued"


def test_the_same_request_gives_the_same_text_and_another_variant_another(api, brand):
    first, again, other = (ask(api, TEXT, brand_id=brand.pk, variant=variant).json()["data"] for variant in (0, 0, 5))
    assert first["text"] == again["text"] != other["text"]


def test_a_picture_is_an_asset_that_says_how_it_was_made(api, brand):
    answer = ask(api, IMAGE, brand_id=brand.pk, size="1024x1792", quality="hd")
    assert answer.status_code == 200, answer.json()
    data = answer.json()["data"]
    asset = Asset.objects.select_related("file").get(pk=data["asset_id"])
    content = asset.file.read()
    assert Image.open(io.BytesIO(content)).size == (1024, 1792)
    assert find_label(Kind.PNG, content).source_type == "algorithmicMedia"
    assert (asset.source, asset.brand, data["size"]) == ("generated", brand, "1024x1792")
    assert api.get(data["image_url"]).status_code == 200
    library = api.get("/api/v1/assets/library", {"brand_id": brand.pk}).json()["data"]
    assert [row["id"] for row in library] == [data["asset_id"]]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_text_fits_its_platform(api, brand, platform):
    data = ask(api, TEXT, brand_id=brand.pk, platform=platform, max_tokens=4000).json()["data"]
    most = PLATFORMS[platform].max_text
    assert most is None or counted_length(data["text"], PLATFORMS[platform]) <= most


# ── outside engines ────────────────────────────────────────────────────────────────────────────────
FAILURES = {
    "key": (openai_error(401, "invalid_api_key"), 502),
    "rate": (openai_error(429, "rate_limit_exceeded", **{"retry-after": "90"}), 503),
    "fault": (openai_error(500, None), 502),
    "html": (Reply("<html>bad gateway</html>"), 502),
    "hang-up": (Reply(hang_up=True), 503),
}


def test_an_outside_engine_writes_from_the_facts_alone(api, brand, openai):  # noqa: F811
    openai.will(Reply(openai_text("온담의 온열 매트입니다. 만족도 98%를 기록했습니다.")))
    data = ask(api, TEXT, brand_id=brand.pk).json()["data"]
    assert (data["engine"], data["text"], data["unsupported"]) == ("openai", "온담의 온열 매트입니다.", 1)
    assert data["cost"] > 0
    assert AiCall.objects.get().unsupported == 1
    assert "온열 매트 M1" in openai.seen[0].json["input"][0]["content"]


@pytest.mark.parametrize(("reply", "_status"), FAILURES.values(), ids=FAILURES)
def test_the_built_in_engine_steps_in_and_says_so(api, openai, reply, _status):  # noqa: F811
    openai.will(reply)
    data = ask(api, TEXT).json()["data"]
    assert data["engine"] == "builtin"
    assert data["fallback_reason"].startswith("openai ")
    assert list(AiCall.objects.order_by("pk").values_list("engine", "status")) == [
        ("openai", "failed"),
        ("builtin", "completed"),
    ]


@pytest.mark.parametrize(("reply", "status"), FAILURES.values(), ids=FAILURES)
def test_who_insists_on_an_engine_gets_its_error(api, openai, reply, status):  # noqa: F811
    openai.will(reply)
    answer = ask(api, TEXT, engine="openai")
    assert answer.status_code == status, answer.json()
    assert AiCall.objects.get().status == "failed"
    assert not Generation.objects.exists()


def test_a_slow_drip_ends_in_time(api, openai, monkeypatch):  # noqa: F811
    from studio.services import generation

    slow = generation.text_request

    def hurried(*given, **named):
        from dataclasses import replace

        return replace(slow(*given, **named), time_limit=0.5)

    monkeypatch.setattr(generation, "text_request", hurried)
    openai.will(Reply(openai_text("느린 글"), drip=0.05))
    assert ask(api, TEXT, engine="openai").status_code == 504


def test_an_outside_picture_keeps_size_and_origin(api, openai):  # noqa: F811
    openai.will(Reply(openai_image()))
    data = ask(api, IMAGE, size="1792x1024", quality="hd").json()["data"]
    assert (data["engine"], data["size"]) == ("openai", "1536x1024")
    sent = openai.seen[0].json
    assert (sent["size"], sent["quality"]) == ("1536x1024", "high")
    asset = Asset.objects.select_related("file").get()
    assert asset.file.provenance["source_type"] == "trainedAlgorithmicMedia"


def test_a_reached_budget_stops_paid_calls_but_not_the_built_in(api, brand, openai):  # noqa: F811
    set_limit(actor=brand.user, limit=0, user_id=brand.user.pk)
    openai.will(Reply(openai_text("글")))
    assert ask(api, TEXT).status_code == 402
    assert ask(api, TEXT, engine="builtin").status_code == 200
    assert openai.seen == []


# ── wrong input ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": "가" * 4001}, "prompt"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": "a\x00b"}, "prompt"),
        ({"engine": "nobody"}, "engine"),
        ({"engine": "ideogram"}, "engine"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 4001}, "max_tokens"),
        ({"platform": "myspace"}, "platform"),
        ({"keywords": ["a" * 51]}, "keywords.0"),
        ({"brand_id": 10**9}, "brand_id"),
        ({"segment_id": 10**9}, "segment_id"),
    ],
)
def test_a_wrong_text_request_is_refused(api, body, field):
    answer = ask(api, TEXT, **body)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == field
    assert not Generation.objects.exists()


@pytest.mark.parametrize("body", [{"size": "1x1"}, {"quality": "best"}, {"palette": ["red"]}, {"palette": "#fff"}])
def test_a_wrong_picture_request_is_refused(api, body):
    assert ask(api, IMAGE, **body).status_code == 422


def test_others_brands_and_segments_are_not_there(api, brand):
    foreign = BrandFactory()
    assert ask(api, TEXT, brand_id=foreign.pk).status_code == 422
    assert ask(api, TEXT, segment_id=SegmentFactory(brand=foreign, user=foreign.user).pk).status_code == 422
    reader = make_member(brand, "viewer")
    api.force_authenticate(reader)
    assert ask(api, TEXT, brand_id=brand.pk).status_code in {403, 422}


def test_generate_calls_share_one_bucket(api, settings):
    settings.API_RATES = settings.API_RATES | {"generate": (1, 60)}
    settings.THROTTLE_ENABLED = True
    assert ask(api, TEXT).status_code == 200
    assert ask(api, IMAGE).status_code == 429


# ── history ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_as_many_queries_for_many_rows(api, brand, rows, django_assert_max_num_queries):
    for _row in range(rows):
        make_generation(brand.user, brand=brand)
    with django_assert_max_num_queries(4):
        assert len(api.get("/api/v1/content/history").json()["data"]) == rows


def test_history_is_ones_own(api):
    make_generation(UserFactory())
    assert api.get("/api/v1/content/history").json()["data"] == []
