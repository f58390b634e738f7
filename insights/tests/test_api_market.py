"""Keyword groups, segments and the board through the API."""

import pytest

from accounts.tests.factories import UserFactory
from artnex.events.models import Event, Notification
from brands.tests.factories import BrandFactory, PersonaFactory, make_member
from insights import keyword_sources
from insights.models import BoardAnswer, BoardQuestion, Segment
from insights.services.board import moderate
from insights.tests.factories import BoardAnswerFactory, BoardQuestionFactory, SegmentFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


def caller(client, user):
    client.force_login(user)

    def ask(method, path, body=None, language="en"):
        options = {} if body is None else {"data": body, "content_type": JSON}
        return getattr(client, method)(f"/api/v1/{path}", headers={"accept-language": language}, **options)

    return ask


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def api(client, brand):
    return caller(client, brand.user)


# ── keywords ──
def test_keywords_are_grouped(api):
    words = ["강아지 사료", "고양이 간식", "침대 프레임", "매트리스", "dog food", "bed frame"]
    answer = api("post", "insights/keywords/cluster", {"keywords": [*words, "  매트리스 "], "clusters": 2})
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert sorted(word for cluster in data["clusters"] for word in cluster["keywords"]) == sorted(words)
    assert {point["keyword"] for point in data["points"]} == set(words)
    assert [cluster["size"] for cluster in data["clusters"]] == [len(c["keywords"]) for c in data["clusters"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"keywords": ["하나"]}, "keywords"),
        ({"keywords": ["같음", "같음 "]}, "keywords"),
        ({"keywords": ["a", "b", "c"], "clusters": 4}, "clusters"),
        ({"keywords": ["a", "b", "c"], "clusters": 31}, "clusters"),
        ({"keywords": ["a", "b", "c"], "clusters": "many"}, "clusters"),
        ({"keywords": ["a", "b" * 101]}, "keywords.1"),
        ({"keywords": [f"k{n}" for n in range(2001)]}, "keywords"),
        ({"keywords": "a, b"}, "keywords"),
        ({"tracking_id": 999}, "tracking_id"),
        ({}, "keywords"),
    ],
)
def test_what_cannot_be_grouped_is_refused_by_field(api, body, field):
    answer = api("post", "insights/keywords/cluster", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]


def test_keywords_can_come_from_elsewhere(api, brand, monkeypatch):
    def words_of(user, _pk):
        return ["사과", "배", "침대"] if user == brand.user else []

    monkeypatch.setitem(keyword_sources._sources, "tracking", words_of)
    answer = api("post", "insights/keywords/cluster", {"tracking_id": 1})
    assert answer.json()["data"]["clusters"]


# ── segments ──
def test_a_segment_is_created_changed_and_deleted(api):
    body = {"name": "캠핑족", "criteria": {"age_min": 25, "age_max": 39, "gender": "female", "own_key": [1, "x"]}}
    made = api("post", "segments", body)
    data = made.json()["data"]
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/segments/{data['id']}"
    assert data["criteria"] == body["criteria"]
    assert data["in_words"] == "women aged 25 to 39 · own_key: 1, x"
    changed = api("patch", f"segments/{data['id']}", {"description": "주말마다"}, language="ko").json()["data"]
    assert (changed["name"], changed["description"], changed["in_words"][:9]) == ("캠핑족", "주말마다", "25~39세 여성")
    assert api("delete", f"segments/{data['id']}").status_code == 204
    names = ["segment.created", "segment.updated", "segment.deleted"]
    assert (
        list(Event.objects.filter(name__startswith="segment.").order_by("id").values_list("name", flat=True)) == names
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "가" * 101}, "name"),
        ({"name": "A", "criteria": []}, "criteria"),
        ({"name": "A", "criteria": {"age_min": 50, "age_max": 20}}, "criteria.age_max"),
        ({"name": "A", "criteria": {"age_min": -1}}, "criteria.age_min"),
        ({"name": "A", "criteria": {"age_min": True}}, "criteria.age_min"),
        ({"name": "A", "criteria": {"gender": "robot"}}, "criteria.gender"),
        ({"name": "A", "criteria": {"regions": "서울"}}, "criteria.regions"),
        ({"name": "A", "criteria": {"x": {"deep": 1}}}, "criteria.x"),
        ({"name": "A", "criteria": {"x": "가" * 101}}, "criteria.x"),
        ({"name": "A", "brand_id": 999_999}, "brand_id"),
    ],
)
def test_a_bad_segment_is_refused_by_field_and_not_stored(api, body, field):
    answer = api("post", "segments", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]
    assert not Segment.objects.exists()


def test_segments_are_private_unless_bound_to_a_brand(client, brand):
    mine, ours = SegmentFactory(user=brand.user), SegmentFactory(user=brand.user, brand=brand)
    editor, stranger = make_member(brand, "editor"), UserFactory()
    assert [row["id"] for row in caller(client, editor)("get", "segments").json()["data"]] == [ours.pk]
    assert caller(client, editor)("patch", f"segments/{ours.pk}", {"name": "B"}).status_code == 200
    assert caller(client, editor)("delete", f"segments/{ours.pk}").status_code == 403
    assert caller(client, editor)("get", f"segments/{mine.pk}").status_code == 404
    assert caller(client, stranger)("get", f"segments/{ours.pk}").status_code == 404


def test_nobody_binds_a_segment_to_somebody_elses_brand(client, brand):
    answer = caller(client, UserFactory())("post", "segments", {"name": "A", "brand_id": brand.pk})
    assert answer.status_code == 422


def test_a_persona_becomes_a_segment(client, brand):
    persona = PersonaFactory(brand=brand, age_range="30대", gender="여성", characteristics="바쁨")
    client.force_login(brand.user)
    client.post(f"/segments/from-persona/{persona.pk}/")
    segment = Segment.objects.get()
    assert segment.criteria == {"age_min": 30, "age_max": 39, "gender": "female"}
    assert segment.brand == brand


# ── board ──
def test_a_question_is_asked_answered_and_accepted(client, brand):
    colleague = make_member(brand, "editor")
    made = caller(client, brand.user)("post", "board/questions", {"title": "어느 색?", "tags": ["#색", "색", "봄"]})
    question = made.json()["data"]
    assert (made.status_code, question["tags"], question["answer_count"]) == (201, ["색", "봄"], 0)
    path = f"board/questions/{question['id']}"
    answer = caller(client, colleague)("post", f"{path}/answers", {"body": "파랑"})
    assert answer.status_code == 201
    assert list(Notification.objects.values_list("user", "event__name")) == [(brand.user_id, "question.answered")]
    accept = f"{path}/answers/{answer.json()['data']['id']}/accept"
    assert caller(client, colleague)("post", accept).status_code == 403
    assert caller(client, brand.user)("post", accept).json()["data"]["is_accepted"] is True
    seen = caller(client, colleague)("get", path).json()["data"]
    assert (seen["is_answered"], seen["answer_count"], seen["answers"][0]["is_accepted"]) == (True, 1, True)


def test_only_one_answer_is_accepted_and_deleting_it_opens_the_question(client, brand):
    question = BoardQuestionFactory(user=brand.user)
    first, second = (BoardAnswerFactory(question=question, user=make_member(brand, "editor")) for _ in range(2))
    for row in (first, second):
        caller(client, brand.user)("post", f"board/questions/{question.pk}/answers/{row.pk}/accept")
    assert list(BoardAnswer.objects.filter(is_accepted=True)) == [second]
    caller(client, second.user)("delete", f"board/questions/{question.pk}/answers/{second.pk}")
    question.refresh_from_db()
    assert (question.is_answered, question.answer_count) == (False, 1)


def test_the_board_is_seen_by_colleagues_and_nobody_else(client, brand):
    question = BoardQuestionFactory(user=brand.user, title="비밀 계획")
    bound = BoardQuestionFactory(user=brand.user, brand=brand)
    other = BrandFactory(user=brand.user)
    everyone, team = make_member(other, "viewer"), make_member(brand, "viewer")
    stranger = UserFactory()
    BrandFactory(user=stranger)
    ids = lambda user: {row["id"] for row in caller(client, user)("get", "board/questions").json()["data"]}  # noqa: E731
    assert ids(brand.user) == ids(team) == {question.pk, bound.pk}
    assert ids(everyone) == {question.pk}
    assert ids(stranger) == set()
    for path in (f"board/questions/{question.pk}", f"board/questions/{question.pk}/answers"):
        assert caller(client, stranger)("get", path).status_code == 404
    assert caller(client, stranger)("post", f"board/questions/{question.pk}/answers", {"body": "?"}).status_code == 404
    assert caller(client, team)("post", f"board/questions/{bound.pk}/answers", {"body": "?"}).status_code == 403
    assert caller(client, team)("delete", f"board/questions/{question.pk}").status_code == 403
    assert not caller(client, stranger)("get", "board/questions?search=비밀").json()["data"]


def test_votes_count_once_and_are_taken_back(client, brand):
    question = BoardQuestionFactory(user=brand.user)
    voter = caller(client, make_member(brand, "editor"))
    assert voter("post", f"board/questions/{question.pk}/vote").json()["data"] == {"voted": True, "votes": 1}
    assert voter("post", f"board/questions/{question.pk}/vote").json()["data"] == {"voted": False, "votes": 0}
    assert caller(client, brand.user)("post", f"board/questions/{question.pk}/vote").status_code == 409


def test_what_is_hidden_is_seen_by_its_writer_alone(client, brand):
    question = BoardQuestionFactory(user=brand.user)
    colleague = make_member(brand, "editor")
    moderate(user=UserFactory(), subject=question, hidden=True, reason="광고")
    assert caller(client, colleague)("get", f"board/questions/{question.pk}").status_code == 404
    assert caller(client, brand.user)("get", f"board/questions/{question.pk}").status_code == 200
    assert Notification.objects.filter(user=brand.user, event__name="board.hidden").count() == 1
    moderate(user=UserFactory(), subject=question, hidden=False)
    assert caller(client, colleague)("get", f"board/questions/{question.pk}").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "가" * 201}, "title"),
        ({"title": "A", "body": "x" * 5001}, "body"),
        ({"title": "A", "tags": ["t"] * 11}, "tags"),
        ({"title": "A", "brand_id": 424242}, "brand_id"),
        ({"title": "A", "insight_id": 424242}, "insight_id"),
    ],
)
def test_a_bad_question_is_refused_by_field(api, body, field):
    answer = api("post", "board/questions", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]
    assert not BoardQuestion.objects.exists()


@pytest.mark.parametrize("path", ["segments", "board/questions"])
def test_lists_take_the_same_number_of_queries_for_one_row_and_for_three(
    api, brand, path, django_assert_max_num_queries
):
    for count in (1, 2):
        SegmentFactory.create_batch(count, user=brand.user)
        BoardQuestionFactory.create_batch(count, user=brand.user)
        with django_assert_max_num_queries(6):
            assert api("get", path).status_code == 200
