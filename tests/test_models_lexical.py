"""Search by letters."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import lexical as lexical_module
from models.arrays import Float64Array
from models.errors import InputRefused
from models.lexical import LexicalIndex
from models.text import features
from tests.gears import examples

CORPUS = {
    "school": "Kotoutumiskoulutus ja suomen kielen kurssit",
    "club": "Jalkapalloseura lapsille ja nuorille",
    "swedish": "Integrationsutbildning och samhällsorientering på svenska",
    "blank": "...",
    "work": "Työllisyyspalvelut maahanmuuttajille",
}


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex(list(CORPUS), list(CORPUS.values()))


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("kotoutumiskoulutuksen", "school"),
        ("suomea", "school"),
        ("KIELI", "school"),
        ("integrationsutbildningen", "swedish"),
        ("samhällsorienteringens", "swedish"),
        ("jalkapalloseuran", "club"),
        ("nuorten", "club"),
        ("maahanmuuttajien työllisyys", "work"),
    ],
)
def test_inflected_words_are_found(index: LexicalIndex, query: str, right: str) -> None:
    assert index.search(query, 1)[0].id == right


def cosines_by_hand(texts: list[str], query: str) -> list[float]:
    """TF-IDF as the documentation of scikit-learn defines it, in plain Python."""
    counts = [{gram: list(features(text)).count(gram) for gram in features(text)} for text in texts]
    known = {gram for count in counts for gram in count}
    idf = {gram: math.log((1 + len(texts)) / (1 + sum(gram in count for count in counts))) + 1 for gram in known}

    def unit(text: str) -> dict[str, float]:
        grams = list(features(text))
        weights = {gram: (1 + math.log(grams.count(gram))) * idf[gram] for gram in set(grams) & known}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    wanted = unit(query)
    return [sum(weight * wanted.get(gram, 0.0) for gram, weight in unit(text).items()) for text in texts]


@pytest.mark.parametrize("query", ["suomen kielen koulutus, koulutus", "svenska", "xyzzy", ""])
def test_similarities_are_those_done_by_hand(index: LexicalIndex, query: str) -> None:
    right = cosines_by_hand(list(CORPUS.values()), query)
    np.testing.assert_allclose(index.similarities(query), right, atol=1e-12)


def test_each_text_is_its_own_best_hit(index: LexicalIndex) -> None:
    for id_, text in CORPUS.items():
        if id_ != "blank":
            assert index.search(text, 1) == [(id_, 1.0)]


def test_only_hits_above_zero_are_given(index: LexicalIndex) -> None:
    assert {hit.id for hit in index.search("jalkapallo", 10)} <= set(CORPUS) - {"blank"}
    assert all(hit.score > 0 for hit in index.search("jalkapallo", 10))


def test_equal_texts_come_in_the_order_of_their_ids() -> None:
    index = LexicalIndex(["c", "a", "b"], ["sama teksti"] * 3)
    assert [hit.id for hit in index.search("teksti", 2)] == ["a", "b"]


def test_letters_with_rings_and_dots_are_letters_of_their_own() -> None:
    index = LexicalIndex(["ring", "plain"], ["sål", "sal"])
    assert [hit.id for hit in index.search("SA\u030aL", 2)] == ["ring"]


@pytest.mark.parametrize("query", ["", "  ", "—", "🙂"])
def test_query_without_content_finds_nothing(index: LexicalIndex, query: str) -> None:
    assert index.search(query, 5) == []
    assert not index.similarities(query).any()


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "..."]])
def test_corpus_without_content_answers_with_nothing(texts: list[str]) -> None:
    index = LexicalIndex([str(number) for number in range(len(texts))], texts)
    assert index.similarities("työ").shape == (len(texts),)
    assert index.search("työ", 5) == []
    assert len(index) == len(texts)


@pytest.mark.parametrize(("ids", "texts"), [(["a"], []), (["a", "a"], ["x", "y"])])
def test_ids_that_do_not_fit_are_refused(ids: list[str], texts: list[str]) -> None:
    with pytest.raises(InputRefused, match="one id of its own"):
        LexicalIndex(ids, texts)


def test_fewer_hits_than_one_are_refused(index: LexicalIndex) -> None:
    with pytest.raises(InputRefused):
        index.search("työ", 0)


@given(texts=st.lists(st.text("aäb .", max_size=8), max_size=6), query=st.text("aäb .", max_size=8))
@settings(max_examples=examples(60), deadline=None)
def test_any_corpus_gives_cosines_in_order(texts: list[str], query: str) -> None:
    index = LexicalIndex([str(number) for number in range(len(texts))], texts)
    similarities = index.similarities(query)
    np.testing.assert_allclose(similarities, cosines_by_hand(texts, query), atol=1e-12)
    hits = index.search(query, 3)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.id))
    assert [hit.score for hit in hits] == pytest.approx(sorted(similarities[similarities > 0])[::-1][:3], abs=1e-5)


def test_a_long_text_is_found_by_its_weightiest_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against all of its features: lower, but the same text first and as many others on its subject."""
    random = np.random.default_rng(0)
    vocabulary = ["".join(random.choice(list("aeioukstnl"), 6)) for _ in range(1440)]
    subjects = np.repeat(np.arange(8), 10)
    texts = [" ".join(random.choice(vocabulary[subject * 160:(subject + 2) * 160], 160)) for subject in subjects]
    index = LexicalIndex([str(number) for number in range(80)], texts)
    found = np.array([index.similarities(text) for text in texts])
    monkeypatch.setattr(lexical_module, "MOST_FEATURES", 100_000)
    exact = np.array([index.similarities(text) for text in texts])
    assert (found <= exact + 1e-12).all()
    assert (np.diag(found) < np.diag(exact) - 0.02).all()
    assert (found.argmax(axis=1) == np.arange(80)).all()
    assert on_subject(found, subjects) > on_subject(exact, subjects) - 0.03
    assert on_subject(exact, subjects) > 0.95


def on_subject(similarities: Float64Array, subjects: npt.NDArray[np.int64]) -> float:
    """The share of the ten likest texts that are on the same subject; neighbouring ones share half of their words."""
    nearest = np.argsort(-similarities, axis=1, kind="stable")[:, :10]
    return float((subjects[nearest] == subjects[:, None]).mean())


texts_with_few_letters = st.text("aäb .", max_size=8)


@given(first=st.lists(texts_with_few_letters, max_size=8), query=texts_with_few_letters, data=st.data())
@settings(max_examples=examples(80), deadline=None)
def test_an_index_that_follows_changes_answers_as_one_built_anew(first: list[str], query: str,
                                                                 data: st.DataObject) -> None:
    texts, index = first, LexicalIndex([f"0-{number}" for number in range(len(first))], first)
    for generation in range(1, 4):
        kept = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True)) if texts else []
        new = data.draw(st.lists(texts_with_few_letters, max_size=3))
        rows = np.array(data.draw(st.permutations([*kept, *[-1] * len(new)])), dtype=np.int64)
        waiting = iter(new)
        texts = [texts[row] if row >= 0 else next(waiting) for row in rows]
        ids = [f"{generation}-{number}" for number in range(len(texts))]
        index = index.follow(ids, rows, new)
        right = LexicalIndex(ids, texts)
        np.testing.assert_allclose(index.similarities(query), right.similarities(query), atol=1e-12)
        assert (index.ids, len(index)) == (right.ids, len(right))


def test_following_leaves_the_index_followed_as_it_was(index: LexicalIndex) -> None:
    before = index.similarities("suomen kurssit")
    other = index.follow(["x", "school"], np.array([-1, 0]), ["kurssit uusille"])
    np.testing.assert_array_equal(index.similarities("suomen kurssit"), before)
    assert [hit.id for hit in other.search("uusille", 5)] == ["x"]


def test_many_small_changes_are_kept_in_few_pieces() -> None:
    index = LexicalIndex([str(number) for number in range(64)], [f"sana{number}" for number in range(64)])
    for turn in range(200):
        rows = np.arange(64)
        rows[turn % 64] = -1
        index = index.follow(index.ids, rows, [f"uusi{turn}"])
    assert len(index._segments) <= 7
    assert sum(len(segment.places) for segment in index._segments) <= 2 * 64


def test_features_of_texts_that_are_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical_module, "MOST_UNUSED", 100)
    index = LexicalIndex(["a", "b"], ["pysyvä teksti", "vaihtuva"])
    for turn in range(60):
        index = index.follow(["a", "b"], np.array([0, -1]), [f"sana{turn} toinen{turn * 7}"])
        right = LexicalIndex(["a", "b"], ["pysyvä teksti", f"sana{turn} toinen{turn * 7}"])
        for query in ("pysyvä", f"sana{turn}", "sana"):
            np.testing.assert_allclose(index.similarities(query), right.similarities(query), atol=1e-12)
    assert len(index._columns) < 200


@pytest.mark.parametrize(("rows", "texts"), [([0, -1], []), ([0], ["x"]), ([0, 1], ["x"])])
def test_changes_that_do_not_fit_are_refused(index: LexicalIndex, rows: list[int], texts: list[str]) -> None:
    with pytest.raises(InputRefused, match="text for each new id"):
        index.follow(["a", "b"], np.array(rows), texts)
