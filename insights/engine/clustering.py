"""Grouping short keywords, Korean and English mixed.

Two sources of nearness, each brought to a common scale so that neither language nor script is a group by itself:

- meaning: the content words of both keywords, each with its best match in the other (English words by way of a
  glossary), averaged both ways;
- spelling: n-grams of characters, among keywords of one script, half as heavy.

Their sum is centred and reduced to its 12 strongest directions, in which k-means looks for groups. The same keywords
give the same groups, in whatever order they come.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from insights.engine.glossary import korean_of
from insights.engine.morphemes import Morpheme, content_morphemes, similarities

DIRECTIONS, FEWEST_DIRECTIONS = 12, 3
KEYWORDS_A_DIRECTION = 6  # fewer keywords cannot fill that many directions: the rest would be noise
SPELLING_WEIGHT = 0.5
FEWEST_CLUSTERS, MOST_CLUSTERS = 2, 30
MOST_TRIED = 12  # numbers of groups that are tried when the number is left to us
JUDGED_AT_MOST = 700  # keywords the silhouette is computed from while numbers are tried
MOST_BEGINNINGS, KEYWORDS_BEGUN = 50, 10_000  # many for few keywords, few for many: k-means depends on its beginning
SEED = 20261128
LABEL_TERMS = 2
ENGLISH_WORD = re.compile(r"[A-Za-z]+")
HANGUL = re.compile(r"[가-힣]")


class TooFewKeywordsError(ValueError):
    """There are fewer different keywords than groups asked for."""

    def __init__(self, distinct: int, wanted: int) -> None:
        super().__init__(f"{distinct} keywords, {wanted} clusters")
        self.distinct, self.wanted = distinct, wanted


@dataclass(frozen=True)
class Cluster:
    """A group: its most central terms as label, the keywords from the centre outwards, cohesion 0-1."""

    label: str
    keywords: tuple[str, ...]
    cohesion: float

    @property
    def size(self) -> int:
        return len(self.keywords)


@dataclass(frozen=True)
class Point:
    """A keyword's place on the map, both coordinates from 0 to 1."""

    keyword: str
    x: float
    y: float
    cluster: int


@dataclass(frozen=True)
class Clustering:
    """Groups, the largest first, with how clear they are (mean silhouette, -1 to 1) and a map."""

    clusters: tuple[Cluster, ...]
    silhouette: float
    points: tuple[Point, ...]


def distinct_keywords(keywords: Sequence[str]) -> list[str]:
    """Trimmed, without empty ones, and without repetition in whatever case; the first spelling stays."""
    kept: dict[str, str] = {}
    for keyword in keywords:
        text = " ".join(keyword.split())
        if text:
            kept.setdefault(text.casefold(), text)
    return list(kept.values())


def cluster_keywords(keywords: Sequence[str], *, count: int | None = None) -> Clustering:
    """Group `keywords` into `count` clusters, or into as many as are clearest. Raises TooFewKeywordsError."""
    words = sorted(distinct_keywords(keywords), key=lambda word: (word.casefold(), word))
    wanted = count or FEWEST_CLUSTERS
    if len(words) < max(wanted, FEWEST_CLUSTERS):
        raise TooFewKeywordsError(len(words), max(wanted, FEWEST_CLUSTERS))
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # several threads gain little here, and wait for each other on a busy machine
        places = _places(words)
        labels = _group(places, count) if count else _clearest_groups(places)
        return _described(words, places, labels)


# ── nearness ───────────────────────────────────────────────────────────────────────────────────────
def _places(words: Sequence[str]) -> Any:
    """A point for each keyword, such that near keywords are near: unit vectors of at most DIRECTIONS dimensions."""
    import numpy as np

    near = _standardised(*_meaning(words)) + SPELLING_WEIGHT * _standardised(*_spelling(words))
    np.fill_diagonal(near, near.max() if len(words) > 1 else 1.0)
    mean = near.mean(axis=0)
    centred = near - mean[None, :] - mean[:, None] + mean.mean()
    values, vectors = _strongest(centred)
    points = vectors * np.sqrt(np.clip(values, 0.0, None))
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return points / np.where(lengths > 1e-9, lengths, 1.0)


def _strongest(matrix: Any) -> tuple[Any, Any]:
    """The largest eigenvalues with their vectors, the sign of each vector fixed."""
    import numpy as np
    from scipy.linalg import eigh

    size = len(matrix)
    wanted = min(DIRECTIONS, max(FEWEST_DIRECTIONS, size // KEYWORDS_A_DIRECTION), size)
    values, vectors = eigh(matrix.astype(np.float64), subset_by_index=(size - wanted, size - 1))
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), range(wanted)])
    return values[::-1], (vectors * np.where(signs == 0, 1, signs))[:, ::-1]


def _meaning(words: Sequence[str]) -> tuple[Any, Any]:
    """How near two keywords are in meaning, and for which pairs that is known."""
    import numpy as np

    morphemes = _morphemes_of(words)
    vocabulary = sorted({morpheme for own in morphemes for morpheme in own})
    has_any = np.array([bool(own) for own in morphemes])
    near = np.zeros((len(words), len(words)), dtype=np.float32)
    if vocabulary:
        place = {morpheme: index for index, morpheme in enumerate(vocabulary)}
        between = similarities(vocabulary)
        best = np.zeros((len(vocabulary), len(words)), dtype=np.float32)
        for column, own in enumerate(morphemes):
            if own:
                best[:, column] = between[:, [place[morpheme] for morpheme in own]].max(axis=1)
        for row, own in enumerate(morphemes):
            if own:
                near[row] = best[[place[morpheme] for morpheme in own]].mean(axis=0)
    return (near + near.T) / 2, has_any[:, None] & has_any[None, :]


def _morphemes_of(words: Sequence[str]) -> list[list[Morpheme]]:
    """The Korean content words of each keyword; English words count by their Korean, when the glossary has it."""
    korean = [" ".join(_in_korean(word)) for word in words]
    found = content_morphemes(korean)
    return [own if text else [] for text, own in zip(korean, found, strict=True)]


def _in_korean(word: str) -> Iterator[str]:
    """The parts of a keyword that can be compared by their Korean meaning."""
    if not HANGUL.search(word):
        for part in ENGLISH_WORD.findall(word):
            korean = korean_of(part)
            if korean:
                yield korean
        return
    yield ENGLISH_WORD.sub(lambda found: korean_of(found.group()) or found.group(), word)


def _spelling(words: Sequence[str]) -> tuple[Any, Any]:
    """Cosine of character n-grams, and the pairs it is meant for: those of one script."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    counted = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), lowercase=True, sublinear_tf=True)
    vectors = counted.fit_transform(words)
    near = (vectors @ vectors.T).toarray().astype(np.float32)
    korean = np.array([bool(HANGUL.search(word)) for word in words])
    return near, korean[:, None] == korean[None, :]


def _standardised(near: Any, known: Any) -> Any:
    """Mean 0 and deviation 1 over the pairs that are known; 0, which says nothing, for the others."""
    import numpy as np

    pairs = known & ~np.eye(len(near), dtype=bool)
    if not pairs.any():
        return np.zeros_like(near)
    values = near[pairs]
    deviation = values.std()
    return np.where(known, (near - values.mean()) / (deviation if deviation > 1e-9 else 1.0), 0.0)


# ── groups ─────────────────────────────────────────────────────────────────────────────────────────
def _group(places: Any, count: int, *, quick: bool = False) -> Any:
    """The best of many beginnings of k-means; of three when it need be quick."""
    from sklearn.cluster import KMeans

    tries = 3 if quick else min(MOST_BEGINNINGS, max(3, KEYWORDS_BEGUN // len(places)))
    return KMeans(count, n_init=tries, random_state=SEED).fit_predict(places)


def _clearest_groups(places: Any) -> Any:
    """The grouping with the best silhouette among numbers from 2 to twice the square root of the keywords."""
    most = min(MOST_CLUSTERS, max(FEWEST_CLUSTERS, int(2 * len(places) ** 0.5)), len(places) - 1)
    counts = _spread(FEWEST_CLUSTERS, max(most, FEWEST_CLUSTERS))
    groupings = {count: _group(places, count, quick=True) for count in counts}
    best = max(counts, key=lambda count: (round(_clearness(places, groupings[count]), 6), -count))
    return _group(places, best)


def _spread(low: int, high: int) -> list[int]:
    """Whole numbers from low to high: all of them, or MOST_TRIED at growing distances."""
    if high - low < MOST_TRIED:
        return list(range(low, high + 1))
    ratio = (high / low) ** (1 / (MOST_TRIED - 1))
    return sorted({round(low * ratio**step) for step in range(MOST_TRIED)})


def _clearness(places: Any, labels: Any) -> float:
    """The mean silhouette, of every so-manieth keyword when there are very many."""
    from sklearn.metrics import silhouette_score

    step = -(-len(places) // JUDGED_AT_MOST)
    places, labels = places[::step], labels[::step]
    if not 1 < len(set(labels)) < len(labels):
        return 0.0
    return float(silhouette_score(places, labels))


# ── description ────────────────────────────────────────────────────────────────────────────────────
def _described(words: Sequence[str], places: Any, labels: Any) -> Clustering:
    import numpy as np

    members = [np.flatnonzero(labels == label) for label in sorted(set(labels))]
    members.sort(key=lambda indexes: (-len(indexes), words[indexes[0]]))
    clusters = tuple(_cluster(words, places, indexes) for indexes in members)
    numbers = np.empty(len(words), dtype=int)
    for number, indexes in enumerate(members):
        numbers[indexes] = number
    spots = _map(places, numbers)
    points = tuple(
        Point(word, round(float(x), 4), round(float(y), 4), int(number))
        for word, (x, y), number in zip(words, spots, numbers, strict=True)
    )
    return Clustering(clusters, round(_clearness(places, numbers), 4), points)


def _cluster(words: Sequence[str], places: Any, indexes: Any) -> Cluster:
    import numpy as np

    own = places[indexes]
    centre = own.mean(axis=0)
    nearness = own @ centre
    order = sorted(range(len(indexes)), key=lambda place: (-round(float(nearness[place]), 6), words[indexes[place]]))
    keywords = tuple(words[indexes[place]] for place in order)
    pairs = len(indexes) * (len(indexes) - 1)
    total = float(np.sum(own @ own.T)) - float(np.sum(own * own))
    cohesion = total / pairs if pairs else 1.0
    return Cluster(" · ".join(keywords[:LABEL_TERMS]), keywords, round(min(max(cohesion, 0.0), 1.0), 4))


def _map(places: Any, numbers: Any) -> Any:
    """Two coordinates from 0 to 1: the directions in which the groups lie apart, each keyword drawn to its group."""
    import numpy as np

    centres = np.array([places[numbers == number].mean(axis=0) for number in range(numbers.max() + 1)])
    own_centres = centres[numbers]
    middle = own_centres.mean(axis=0)
    _, _, between = np.linalg.svd(own_centres - middle, full_matrices=False)
    within = places - own_centres
    flat = (own_centres - middle) @ between[:2].T
    if flat.shape[1] < 2:
        flat = np.column_stack([flat[:, 0], np.zeros(len(flat))])
    _, _, inner = np.linalg.svd(within, full_matrices=False)
    spread = within @ inner[:2].T
    if spread.shape[1] < 2:
        spread = np.column_stack([spread[:, 0], np.zeros(len(spread))])
    spots = flat + 0.35 * spread
    low, high = spots.min(axis=0), spots.max(axis=0)
    return (spots - low) / np.where(high - low > 1e-9, high - low, 1.0)
