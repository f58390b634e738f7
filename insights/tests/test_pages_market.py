"""Keyword groups, segments and the board as pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from brands.tests.factories import BrandFactory, make_member
from insights.models import BoardQuestion, KeywordClustering, Segment
from insights.tests.factories import BoardQuestionFactory, KeywordClusteringFactory, SegmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def page(client, brand):
    client.force_login(brand.user)
    return client


def test_keywords_from_box_and_file_are_grouped_and_kept(page, brand):
    file = SimpleUploadedFile("k.csv", "키워드\n침대 프레임\n매트리스\n".encode("cp949"))
    answer = page.post("/keywords/", {"keywords": "강아지 사료, 고양이 간식\n매트리스", "file": file, "clusters": "2"})
    kept = KeywordClustering.objects.get()
    assert answer["Location"] == f"/keywords/{kept.pk}/"
    assert (kept.user, kept.keyword_count, kept.cluster_count, kept.wanted) == (brand.user, 4, 2, 2)
    html = page.get(answer["Location"]).content.decode()
    assert html.count('class="keyword-map__point ') == 4
    assert "강아지 사료" in html


def test_too_few_keywords_are_said_beside_the_field_and_nothing_is_lost(page):
    answer = page.post("/keywords/", {"keywords": "하나뿐인 키워드", "title": "제목"})
    assert answer.status_code == 422
    assert "하나뿐인 키워드" in answer.content.decode()
    assert not KeywordClustering.objects.exists()


def test_a_file_that_is_no_table_is_refused(page):
    file = SimpleUploadedFile("k.csv", b"\x89PNG\r\n\x1a\n\x00\x00")
    answer = page.post("/keywords/", {"keywords": "가, 나", "file": file})
    assert answer.status_code in {413, 415, 422}
    assert not KeywordClustering.objects.exists()


def test_the_csv_of_a_result_holds_no_formulas(page, brand):
    kept = KeywordClusteringFactory(user=brand.user)
    text = page.get(f"/keywords/{kept.pk}/?format=csv").content.decode("utf-8-sig")
    assert "'=배" in text
    assert ",=배" not in text


def test_a_segment_is_built_and_edited_on_a_page(page, brand):
    form = {"name": "설비 담당", "brand_id": brand.pk, "industries": "기계, 식품 ,", "age_min": "30", "gender": ""}
    answer = page.post("/segments/new/", form)
    segment = Segment.objects.get()
    assert answer["Location"] == f"/segments/{segment.pk}/"
    assert (segment.brand, segment.criteria) == (brand, {"industries": ["기계", "식품"], "age_min": 30})
    wrong = page.post(f"/segments/{segment.pk}/edit/", {"name": "설비 담당", "age_min": "50", "age_max": "20"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("aria-invalid") == 1
    segment.criteria["own"] = "kept"
    segment.save()
    page.post(f"/segments/{segment.pk}/edit/", {"name": "설비", "industries": "기계"})
    segment.refresh_from_db()
    assert (segment.name, segment.criteria) == ("설비", {"own": "kept", "industries": ["기계"]})


def test_a_viewer_copies_a_segment_for_themselves(client, brand):
    segment = SegmentFactory(user=brand.user, brand=brand)
    viewer = make_member(brand, "viewer")
    client.force_login(viewer)
    client.post(f"/segments/{segment.pk}/copy/")
    copy = Segment.objects.exclude(pk=segment.pk).get()
    assert (copy.user, copy.brand, copy.criteria) == (viewer, None, segment.criteria)


def test_asking_and_answering_on_pages(client, brand):
    client.force_login(brand.user)
    client.post("/board/new/", {"title": "어느 색?", "tags": "색, 봄", "brand_id": ""})
    question = BoardQuestion.objects.get()
    colleague = make_member(brand, "editor")
    client.force_login(colleague)
    client.post(f"/board/{question.pk}/", {"body": "<b>파랑</b>"})
    html = client.get(f"/board/{question.pk}/").content.decode()
    assert "&lt;b&gt;파랑&lt;/b&gt;" in html
    client.force_login(brand.user)
    answer = question.answers.get()
    client.post(f"/board/{question.pk}/answers/{answer.pk}/accept/")
    question.refresh_from_db()
    assert question.is_answered


def test_the_board_is_searched_and_narrowed(page, brand):
    BoardQuestionFactory(user=brand.user, title="열린 질문")
    BoardQuestionFactory(user=brand.user, title="끝난 질문", is_answered=True)
    html = page.get("/board/?shown=open").content.decode()
    assert ("열린 질문" in html, "끝난 질문" in html) == (True, False)
    assert "끝난 질문" in page.get("/board/?q=끝난").content.decode()


@pytest.mark.parametrize("path", ["/segments/", "/board/", "/keywords/"])
def test_list_pages_take_the_same_number_of_queries_for_one_row_and_for_three(
    page, brand, path, django_assert_max_num_queries
):
    for count in (1, 2):
        SegmentFactory.create_batch(count, user=brand.user)
        BoardQuestionFactory.create_batch(count, user=brand.user)
        KeywordClusteringFactory.create_batch(count, user=brand.user)
        with django_assert_max_num_queries(14):
            page.get(path)
