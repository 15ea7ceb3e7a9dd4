"""The nearest terms by meaning, against all similarities compared one by one."""

from __future__ import annotations

from functools import cache

import pytest

from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from matcher.asking.nearest import LEAST, MOST, NamesOfTerms, open_nearest
from models.encoders import Encoder, StaticEncoder


@cache
def vocabularies() -> Vocabularies:
    return open_vocabularies()


@cache
def encoder() -> Encoder:
    return StaticEncoder()


@pytest.mark.parametrize("vocabulary", ["themes", "sectors"])
def test_codes_are_those_of_the_most_similar_names(vocabulary: str) -> None:
    terms = vocabularies().by_name()[vocabulary]
    words = ["neuvonta", "jalkapallokerho", "rådgivning", "charity", "kiinteistönhoito"]
    for word, codes in zip(words, NamesOfTerms(terms, encoder()).nearest(words, 0.4), strict=True):
        vector = encoder().encode([word])[0]
        best = {term.code: max(float(other @ vector) for other in encoder().encode(
            [*term.labels.texts.values(), *term.synonyms])) for term in terms}
        exact = sorted((code for code in best if best[code] >= 0.4), key=lambda code: -best[code])[:MOST]
        assert [best[code] for code in codes] == pytest.approx([best[code] for code in exact], abs=1e-5)


def test_what_nothing_is_near_has_no_codes() -> None:
    nearest = open_nearest(vocabularies(), encoder())
    assert nearest("themes", ["ympäristö", "…", "ruokakurssi"]) == [(), (), ()]
    assert nearest("themes", []) == []
    assert 0 < LEAST < 1


def test_names_are_encoded_once() -> None:
    calls: list[int] = []

    class Counting(StaticEncoder):
        def encode(self, texts, progress=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            calls.append(len(texts))
            return super().encode(texts, progress)

    nearest = open_nearest(vocabularies(), Counting())
    nearest("themes", ["neuvonta"])
    nearest("themes", ["asuminen", "työ"])
    assert sum(count > 10 for count in calls) == 1
