"""Pictures through the gateway, from peers that play OpenAI, Ideogram and Magnific."""

from decimal import Decimal

import pytest

from artnex.ai.contract import Image, ImageRequest
from artnex.ai.enums import CallStatus
from artnex.ai.errors import (
    AnswerBroken,
    AnswerRefused,
    PriceUnknown,
    ProviderCreditSpent,
    ProviderFault,
    ProviderSetupError,
)
from artnex.ai.gateway import generate_image
from artnex.ai.models import AiCall, BudgetMonth
from artnex.ai.providers.magnific import search_stock
from artnex.ai.tests.servers import PNG, Reply, openai_error, openai_image
from artnex.errors import NotConfigured, ProviderError, ProviderTimeout, ProviderUnavailable

pytestmark = pytest.mark.django_db
OURS = Image(content=b"<svg/>", mime="image/svg+xml")


def paint(person, *, engine=None, **changes):
    request = ImageRequest(**{"purpose": "test", "prompt": "a lamp", **changes})
    return generate_image(request, user=person, engine=engine, builtin=lambda request: [OURS])


def only_call():
    return AiCall.objects.get()


def test_the_built_in_engine(person):
    answer = paint(person, engine="builtin")
    assert (answer.images, answer.cost, answer.engine) == ([OURS], 0, "builtin")
    assert only_call().image_count == 1


# ── OpenAI ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("size", "quality", "sent_size", "sent_quality"),
    [
        ("1024x1024", "standard", "1024x1024", "medium"),
        ("1024x1792", "hd", "1024x1536", "high"),
        ("1792x1024", "low", "1536x1024", "low"),
        ("1536x1024", "high", "1536x1024", "high"),
    ],
)
def test_openai_paints_in_todays_sizes(openai, person, size, quality, sent_size, sent_quality):
    openai.will(Reply(openai_image()))
    answer = paint(person, size=size, quality=quality, palette=("#FF0000",), style="poster")
    body = openai.seen[0].json
    assert (body["size"], body["quality"], body["model"], body["n"]) == (sent_size, sent_quality, "picture-model", 1)
    assert "#FF0000" in body["prompt"]
    assert "poster" in body["prompt"]
    assert "response_format" not in body
    assert "style" not in body
    assert (answer.size, answer.quality) == (sent_size, sent_quality)
    assert answer.images == [Image(content=PNG, mime="image/png")]
    # 50 tokens in at 5 and 1056 out at 30 dollars a million
    assert answer.cost == Decimal("0.03193")
    assert BudgetMonth.objects.get().spent == 31_930_000


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"created": 1, "data": []}), AnswerBroken),
        (Reply({"created": 1, "data": [{"b64_json": "%%%"}]}), AnswerBroken),
        (Reply(openai_image(b"not a picture")), AnswerBroken),
        (Reply("<html>"), AnswerBroken),
        (openai_error(400, "moderation_blocked"), AnswerRefused),
    ],
    ids=["none", "no base64", "no picture", "html", "moderation"],
)
def test_a_picture_that_is_none(openai, person, reply, error):
    openai.will(reply)
    with pytest.raises(error):
        paint(person, engine="openai")
    assert only_call().status == CallStatus.FAILED
    assert len(openai.seen) == 1


# ── Ideogram ───────────────────────────────────────────────────────────────────────────────────────
def ideogram_answer(peer, **changes):
    first = {"url": f"{peer.url}/ephemeral/1.png?exp=1", "prompt": "a lamp, better", "is_image_safe": True, "seed": 1}
    return Reply({"created": "2026-11-20T00:00:00+00:00", "data": [first | changes]})


def test_ideogram_paints_and_the_picture_is_fetched(ideogram, person):
    ideogram.will(ideogram_answer(ideogram), Reply(PNG))
    answer = paint(person, engine="ideogram", size="1792x1024", style="poster")
    request, download = ideogram.seen
    assert (request.path, request.headers["api-key"]) == ("/v1/ideogram-v4/generate", "ideo-test")
    assert request.json == {
        "text_prompt": "a lamp\nStyle: poster.",
        "resolution": "2560x1440",
        "rendering_speed": "DEFAULT",
    }
    assert download.path == "/ephemeral/1.png"
    assert "api-key" not in download.headers
    assert answer.images == [Image(content=PNG, mime="image/png")]
    assert (answer.cost, answer.revised_prompt, answer.model) == (Decimal("0.06"), "a lamp, better", "ideogram-v4")


def test_ideogram_with_colours_uses_the_version_that_has_them(ideogram, person):
    ideogram.will(ideogram_answer(ideogram), Reply(PNG))
    paint(person, engine="ideogram", palette=("#112233", "#445566"))
    body = ideogram.seen[0].json
    assert ideogram.seen[0].path == "/v1/ideogram-v3/generate"
    assert body["color_palette"] == {"members": [{"color_hex": "#112233"}, {"color_hex": "#445566"}]}
    assert (body["aspect_ratio"], body["num_images"]) == ("1x1", 1)


def test_an_unsafe_picture_is_a_refusal_that_may_be_billed(ideogram, person):
    ideogram.will(ideogram_answer(ideogram, is_image_safe=False, url=None))
    with pytest.raises(AnswerRefused):
        paint(person, engine="ideogram")
    assert only_call().cost == Decimal("0.06")


def test_a_picture_that_cannot_be_fetched_is_not_made_twice(ideogram, person):
    ideogram.will(ideogram_answer(ideogram), Reply(status=404))
    with pytest.raises(AnswerBroken):
        paint(person, engine="ideogram")
    assert [seen.method for seen in ideogram.seen].count("POST") == 1
    assert only_call().cost == Decimal("0.06")


def test_a_picture_inside_our_network_is_not_fetched(ideogram, person, settings):
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{ideogram.port}"]
    ideogram.will(ideogram_answer(ideogram, url="http://169.254.169.254/latest/meta-data"))
    with pytest.raises(AnswerBroken):
        paint(person, engine="ideogram")
    assert len(ideogram.seen) == 1


@pytest.mark.parametrize(
    ("reply", "error", "times"),
    [
        (Reply({"error": "Provided prompt failed safety check due to …"}, status=422), AnswerRefused, 1),
        (Reply({"error": "bad"}, status=400), ProviderError, 1),
        (Reply(status=401), ProviderSetupError, 1),
        (Reply(status=402), ProviderCreditSpent, 1),
        (Reply(status=429), ProviderUnavailable, 3),
        (Reply(status=500), ProviderFault, 3),
        (Reply("<html>"), AnswerBroken, 1),
        (Reply([1]), AnswerBroken, 1),
        (Reply({"data": "none"}), AnswerBroken, 1),
        (Reply({"data": [{"url": "no address"}]}), AnswerBroken, 1),
    ],
    ids=["safety", "input", "key", "credit", "rate", "inside", "html", "list", "words", "url"],
)
def test_failures_of_ideogram(ideogram, person, reply, error, times):
    ideogram.will(reply)
    with pytest.raises(error):
        paint(person, engine="ideogram")
    assert len(ideogram.seen) == times
    assert BudgetMonth.objects.get().reserved == 0


def test_the_words_of_a_safety_check_are_passed_on(ideogram, person):
    ideogram.will(Reply({"error": "failed safety check"}, status=422))
    with pytest.raises(AnswerRefused) as caught:
        paint(person, engine="ideogram")
    assert caught.value.details == [{"field": "engine", "message": "failed safety check"}]
    assert "failed safety check" in only_call().error_message


def test_a_quality_without_a_price_is_refused(ideogram, person):
    from artnex.ai.models import ModelPrice

    ModelPrice.objects.filter(provider="ideogram", quality="TURBO").delete()
    with pytest.raises(PriceUnknown) as caught:
        paint(person, engine="ideogram", quality="low")
    assert "ideogram-v4" in str(caught.value)
    assert ideogram.seen == []


# ── Magnific ───────────────────────────────────────────────────────────────────────────────────────
def task(status, **changes):
    return Reply({"data": {"task_id": "046b6c7f", "status": status, "generated": [], **changes}})


def test_magnific_is_looked_after_until_it_is_done(magnific, person):
    magnific.will(
        task("CREATED"),
        task("IN_PROGRESS"),
        Reply(status=503),
        Reply({"task_id": "046b6c7f", "task_status": "IN_PROGRESS"}),
        task("COMPLETED", generated=[f"{magnific.url}/made.png"], has_nsfw=[False]),
        Reply(PNG),
    )
    answer = paint(person, engine="freepik", size="1024x1792", palette=("#112233",))
    first = magnific.seen[0]
    assert (first.path, first.headers["x-magnific-api-key"]) == ("/v1/ai/mystic", "magn-test")
    assert first.headers["content-type"] == "application/json"
    assert first.json["aspect_ratio"] == "social_story_9_16"
    assert first.json["styling"] == {"colors": [{"color": "#112233", "weight": 0.5}]}
    assert magnific.seen[1].path == "/v1/ai/mystic/046b6c7f"
    assert [seen.method for seen in magnific.seen].count("POST") == 1
    assert answer.images == [Image(content=PNG, mime="image/png")]
    assert (answer.cost, answer.engine) == (Decimal("0.125"), "freepik")


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (task("FAILED"), ProviderError),
        (task("COMPLETED", generated=["http://127.0.0.1/x"], has_nsfw=[True]), AnswerRefused),
        (task("COMPLETED"), AnswerBroken),
        (Reply({"data": [1]}), AnswerBroken),
        (Reply(status=404), ProviderSetupError),
    ],
    ids=["failed", "nsfw", "nothing", "odd", "gone"],
)
def test_failures_of_magnific(magnific, person, end, error):
    magnific.will(task("CREATED"), end)
    with pytest.raises(error):
        paint(person, engine="freepik")
    assert [seen.method for seen in magnific.seen].count("POST") == 1


def test_a_task_that_does_not_end_is_a_timeout(magnific, person):
    magnific.will(task("IN_PROGRESS"))
    with pytest.raises(ProviderTimeout):
        paint(person, engine="freepik", time_limit=0.3)
    assert only_call().cost_is_estimate


def test_without_a_name_our_own_engine_paints(magnific, person, settings):
    settings.AI_IMAGE_ENGINE = "freepik"
    magnific.will(Reply(status=500))
    answer = paint(person)
    assert (answer.images, answer.fallback_reason) == ([OURS], "freepik PROVIDER_ERROR")


def test_stock_search(magnific):
    magnific.will(
        Reply(
            {
                "data": [
                    {
                        "id": 7,
                        "title": "조명",
                        "url": "https://www.magnific.com/7",
                        "licenses": [{"type": "freemium"}],
                        "image": {"type": "photo", "orientation": "square", "source": {"url": "https://img/7.jpg"}},
                        "author": {"name": "Kim"},
                    },
                    {"title": "no id"},
                ],
                "meta": {"current_page": 2, "last_page": 9, "total": 170},
            }
        )
    )
    found = search_stock("조명", page=2, kind="photo", orientation="square")
    seen = magnific.seen[0]
    assert (seen.path, seen.query["term"], seen.query["page"]) == ("/v1/resources", ["조명"], ["2"])
    assert seen.query["filters[content_type][photo]"] == ["1"]
    assert seen.headers["accept-language"] == "ko-KR"
    assert (found.total, found.last_page, len(found.items)) == (170, 9, 1)
    assert (found.items[0].preview_url, found.items[0].licence) == ("https://img/7.jpg", "freemium")


def test_stock_search_survives_odd_answers(magnific):
    magnific.will(Reply({"data": None, "meta": []}))
    assert search_stock("lamp").items == []


def test_stock_search_needs_a_key(magnific, settings):
    settings.MAGNIFIC_API_KEY = ""
    with pytest.raises(NotConfigured):
        search_stock("lamp")
