"""Keyword clustering beside the usual way (word TF-IDF and k-means), on labelled keywords, and the time for 2,000.

python bench/science/keywords.py     # reads ../shared/data/keywords when it is there, and our own labelled lists
"""

import sys
import time
from pathlib import Path

from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import v_measure_score

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from insights.engine.clustering import cluster_keywords, distinct_keywords  # noqa: E402 - found by the line above
from insights.engine.glossary import glossary  # noqa: E402

SETS = {
    "product keywords, Korean": ROOT.parent / "shared" / "data" / "keywords" / "product_keywords_ko.tsv",
    "nouns, Korean": ROOT / "insights" / "tests" / "data" / "labelled_nouns_ko.tsv",
    "keywords, English": ROOT / "insights" / "tests" / "data" / "labelled_keywords_en.tsv",
}


def labelled(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {word: label for label, words in rows for word in words.split("|")}


def main() -> None:
    for name, path in SETS.items():
        if not path.exists():
            print(f"{name}: {path} is not there")
            continue
        labels = labelled(path)
        words, count = distinct_keywords(list(labels)), len(set(labels.values()))
        truth = [labels[word] for word in words]
        found = {point.keyword: point.cluster for point in cluster_keywords(words, count=count).points}
        ours = v_measure_score(truth, [found[word] for word in words])
        usual = KMeans(count, n_init=10, random_state=0).fit_predict(TfidfVectorizer().fit_transform(words))
        free = len(cluster_keywords(words).clusters)
        print(f"{name}: {len(words)} keywords, {count} labels; ours {ours:.3f}, TF-IDF + k-means "
              f"{v_measure_score(truth, usual):.3f}; number found by itself {free}")  # fmt: skip
    korean, english = sorted(set(glossary().values())), list(glossary())
    many = [f"{korean[n % 300]} {korean[n // 3]}" for n in range(1000)]
    many += [f"{english[n % 300]} {english[n // 3]}" for n in range(1000)]
    cluster_keywords(many[:20])
    began = time.perf_counter()
    cluster_keywords(many)
    print(f"2,000 keywords, model loaded: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
