"""Korean words: taken apart, and how near two of them are in meaning (kiwipiepy; its model ships with the package)."""

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

Morpheme = tuple[str, str]  # (form, tag)

# Nouns, roots, verbs and adjectives, foreign words and numbers: what a keyword is about.
CONTENT_TAGS = {"NNG", "NNP", "NR", "XR", "VV", "VA", "MAG", "MM", "SL", "SN", "SH"}
LANDMARKS = 400  # more than the model's vectors have dimensions: the similarities of all follow from these
_loading = threading.Lock()


@cache
def _loaded() -> Any:
    from kiwipiepy import Kiwi

    analyser = Kiwi(load_multi_dict=False)  # multi-word entries serve running text, and take half the time to load
    analyser.tokenize("준비")  # the model is read with the first text
    return analyser


def analyser() -> Any:
    """The one analyser of this process; loading takes about two seconds, once."""
    with _loading:
        return _loaded()


def content_morphemes(texts: Sequence[str]) -> list[list[Morpheme]]:
    """For each text its content words, without repetition; a text of endings alone gives all it has."""
    found = []
    for tokens in analyser().tokenize(list(texts)):
        content = [(token.form, token.tag) for token in tokens if token.tag.partition("-")[0] in CONTENT_TAGS]
        found.append(list(dict.fromkeys(content or [(token.form, token.tag) for token in tokens])))
    return found


def similarities(morphemes: Sequence[Morpheme]) -> Any:
    """A matrix of how near each two are, from -1 to 1; words the model does not know are near to themselves alone."""
    import numpy as np

    model = analyser()
    known = [index for index, morpheme in enumerate(morphemes) if _is_known(model, morpheme)]
    result = np.eye(len(morphemes), dtype=np.float32)
    if not known:
        return result
    words = [morphemes[index] for index in known]
    result[np.ix_(known, known)] = _gram(model, words)
    np.fill_diagonal(result, 1.0)
    return result


def _is_known(model: Any, morpheme: Morpheme) -> bool:
    try:
        model.morpheme_similarity(morpheme, morpheme)
    except ValueError:
        return False
    return True


def _gram(model: Any, words: Sequence[Morpheme]) -> Any:
    """All similarities; beyond LANDMARKS words by way of some of them, exact while these span the model's space."""
    import numpy as np

    landmarks = list(words) if len(words) <= LANDMARKS else list(words)[:: len(words) // LANDMARKS][:LANDMARKS]
    near = np.array(
        [[model.morpheme_similarity(word, landmark) for landmark in landmarks] for word in words], dtype=np.float32
    )
    if len(landmarks) == len(words):
        return (near + near.T) / 2
    places = {word: place for place, word in enumerate(words)}
    core = near[[places[landmark] for landmark in landmarks]]
    return np.clip(near @ np.linalg.pinv((core + core.T) / 2, rcond=1e-3, hermitian=True) @ near.T, -1.0, 1.0)
