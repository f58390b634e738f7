"""Keywords find their groups, in Korean, in English and mixed."""

import time
from pathlib import Path

import pytest
from sklearn.metrics import v_measure_score

from insights.engine.clustering import TooFewKeywordsError, cluster_keywords, distinct_keywords
from insights.engine.glossary import glossary, korean_of
from insights.engine.morphemes import content_morphemes, similarities

DATA = Path(__file__).parent / "data"
MIXED = {
    "pets": ["강아지 사료", "고양이 간식", "dog food", "cat food", "puppy food"],
    "beds": ["침대 프레임", "매트리스", "bed frame", "bed mattress", "침대 매트리스"],
    "machines": ["기계 부품", "정밀 기계", "machine part", "precision machine", "기계 장비"],
    "skin": ["스킨케어 크림", "보습 크림", "skincare cream", "face cream", "피부 크림"],
}


def labelled(name):
    rows = [line.split("\t") for line in (DATA / name).read_text().splitlines()]
    return {word: label for label, words in rows for word in words.split("|")}


def v_measure(labels, clustering):
    found = {point.keyword: point.cluster for point in clustering.points}
    return v_measure_score([labels[word] for word in found], [found[word] for word in found])


def test_korean_nouns_find_their_groups():
    labels = labelled("labelled_nouns_ko.tsv")
    assert v_measure(labels, cluster_keywords(list(labels), count=8)) >= 0.45


def test_english_keywords_find_their_groups():
    labels = labelled("labelled_keywords_en.tsv")
    assert v_measure(labels, cluster_keywords(list(labels), count=5)) >= 0.6


def test_language_is_not_the_cluster():
    labels = {word: label for label, words in MIXED.items() for word in words}
    clustering = cluster_keywords(list(labels), count=4)
    assert v_measure(labels, clustering) >= 0.6
    mixed = [c for c in clustering.clusters if len({word.isascii() for word in c.keywords}) == 2]
    assert len(mixed) >= 3


def test_the_same_keywords_give_the_same_clusters_in_any_order():
    words = list(labelled("labelled_nouns_ko.tsv"))
    assert cluster_keywords(words) == cluster_keywords(words[::-1])


def test_the_result_is_complete_and_within_bounds():
    words = list(labelled("labelled_keywords_en.tsv"))
    clustering = cluster_keywords(words)
    assert sorted(word for cluster in clustering.clusters for word in cluster.keywords) == sorted(words)
    assert 2 <= len(clustering.clusters) <= 2 * len(words) ** 0.5
    sizes = [cluster.size for cluster in clustering.clusters]
    assert sizes == sorted(sizes, reverse=True)
    assert all(0 <= cluster.cohesion <= 1 for cluster in clustering.clusters)
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in clustering.points)
    assert -1 <= clustering.silhouette <= 1
    assert clustering.clusters[0].label.split(" · ")[0] == clustering.clusters[0].keywords[0]


@pytest.mark.parametrize(
    ("words", "count", "distinct"),
    [(["사과"], None, 1), (["사과", " 사과 ", "사과"], None, 1), (["Apple", "apple", "pear"], 3, 2), (["a"] * 9, 2, 1)],
)
def test_fewer_keywords_than_clusters_are_refused(words, count, distinct):
    with pytest.raises(TooFewKeywordsError) as problem:
        cluster_keywords(words, count=count)
    assert problem.value.distinct == distinct


@pytest.mark.parametrize("words", [["가", "나"], ["!!!", "???", "…"], ["a", "가", "1", "😀"], ["사과 " * 20, "배"]])
def test_odd_keywords_are_grouped_all_the_same(words):
    assert sum(cluster.size for cluster in cluster_keywords(words, count=2).clusters) == len(words)


def test_repetitions_count_once_whatever_their_case_and_spaces():
    assert distinct_keywords([" Steel  gear", "steel gear", "", "  ", "강철"]) == ["Steel gear", "강철"]


def test_two_thousand_keywords_take_three_seconds_at_most():
    korean, english = sorted(set(glossary().values())), list(glossary())
    words = [f"{korean[n % 300]} {korean[n // 3]}" for n in range(1000)]
    words += [f"{english[n % 300]} {english[n // 3]}" for n in range(1000)]
    words = distinct_keywords(words)
    assert len(words) == 2000
    cluster_keywords(words[:20])  # the model is loaded once for each process
    began = time.process_time()
    cluster_keywords(words)
    assert time.process_time() - began < 9  # of CPU, on two busy cores under a coverage tracer; bench/science measures


def test_words_of_one_meaning_are_nearer_than_others():
    words = [("강아지", "NNG"), ("고양이", "NNG"), ("침대", "NNG"), ("없는낱말이다", "NNG")]
    near = similarities(words)
    assert near[0][1] > near[0][2]
    assert near[3].tolist() == [0.0, 0.0, 0.0, 1.0]


def test_content_words_are_taken_out_of_a_text():
    assert [form for form, _tag in content_morphemes(["맛있는 사과를 사는 가게"])[0]] == ["맛있", "사과", "사", "가게"]


@pytest.mark.parametrize(
    ("word", "korean"), [("Batteries", "배터리"), ("boxes", "상자"), ("knives", "칼"), ("qwerty", None)]
)
def test_the_glossary_knows_plurals(word, korean):
    assert korean_of(word) == korean
