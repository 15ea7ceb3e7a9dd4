"""Search by letters."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models import lexical
from models.arrays import Float64Array, entries_of_rows
from models.errors import InputRefused
from models.lexical import LexicalIndex
from models.text import beginnings
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
    assert nearest(index, query)[0] == right


@pytest.mark.parametrize(("query", "text"), [
    ("Oulu", "koulutus koulussa"), ("Rauma", "traumakeskus"), ("Ii", "liitto"), ("Inari", "seminaari"),
    ("ari", "marjat"), ("art", "partnership start"),
])
def test_what_lies_within_another_word_is_not_found(query: str, text: str) -> None:
    assert nearest(LexicalIndex(["a", "b"], [text, "muuta"]), query) == []


def nearest(index: LexicalIndex, query: str) -> list[str]:
    """The ids of the texts that share anything with a query, the likest first."""
    similarities = index.similarities(query)
    return [index.ids[at] for at in np.argsort(-similarities, kind="stable") if similarities[at] > 0]


def cosines_by_hand(texts: list[str], query: str) -> list[float]:
    """TF-IDF as the documentation of scikit-learn defines it, in plain Python."""
    counts = [{gram: list(beginnings(text)).count(gram) for gram in beginnings(text)} for text in texts]
    vocabulary = {gram for count in counts for gram in count}
    idf = {gram: math.log((1 + len(texts)) / (1 + sum(gram in count for count in counts))) + 1 for gram in vocabulary}

    def unit(text: str) -> dict[str, float]:
        grams = list(beginnings(text))
        weights = {gram: (1 + math.log(grams.count(gram))) * idf[gram] for gram in set(grams) & vocabulary}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    query_weights = unit(query)
    return [sum(weight * query_weights.get(gram, 0.0) for gram, weight in unit(text).items()) for text in texts]


@pytest.mark.parametrize("query", ["suomen kielen koulutus, koulutus", "svenska", "xyzzy", ""])
def test_similarities_are_those_done_by_hand(index: LexicalIndex, query: str) -> None:
    right = cosines_by_hand(list(CORPUS.values()), query)
    np.testing.assert_allclose(index.similarities(query), right, atol=1e-12)


def test_each_text_is_the_likest_to_itself(index: LexicalIndex) -> None:
    for id_, text in CORPUS.items():
        if id_ != "blank":
            assert nearest(index, text)[0] == id_
            assert index.similarities(text).max() == pytest.approx(1.0)


def test_letters_with_rings_and_dots_are_letters_of_their_own() -> None:
    index = LexicalIndex(["ring", "plain"], ["sål", "sal"])
    assert nearest(index, "SA\u030aL") == ["ring"]


@pytest.mark.parametrize("query", ["", "  ", "—", "🙂"])
def test_query_without_content_finds_nothing(index: LexicalIndex, query: str) -> None:
    assert not index.similarities(query).any()


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "..."]])
def test_corpus_without_content_answers_with_nothing(texts: list[str]) -> None:
    index = LexicalIndex([str(number) for number in range(len(texts))], texts)
    assert index.similarities("työ").shape == (len(texts),)
    assert not index.similarities("työ").any()
    assert len(index) == len(texts)


@pytest.mark.parametrize(("ids", "texts"), [(["a"], []), (["a", "a"], ["x", "y"])])
def test_ids_that_do_not_fit_are_refused(ids: list[str], texts: list[str]) -> None:
    with pytest.raises(InputRefused, match="one id of its own"):
        LexicalIndex(ids, texts)


@given(texts=st.lists(st.text("aäb .", max_size=8), max_size=6), query=st.text("aäb .", max_size=8))
@settings(max_examples=examples(60))
def test_any_corpus_gives_cosines(texts: list[str], query: str) -> None:
    index = LexicalIndex([str(number) for number in range(len(texts))], texts)
    np.testing.assert_allclose(index.similarities(query), cosines_by_hand(texts, query), atol=1e-12)


def test_a_long_text_is_found_by_its_weightiest_features() -> None:
    """Against all of its features: lower, but the same text first and as many others on its subject."""
    random = np.random.default_rng(0)
    vocabulary = ["".join(random.choice(list("aeioukstnl"), 6)) for _ in range(1440)]
    subjects = np.repeat(np.arange(8), 10)
    texts = [" ".join(random.choice(vocabulary[subject * 160:(subject + 2) * 160], 160)) for subject in subjects]
    index = LexicalIndex([str(number) for number in range(80)], texts)
    approximate = np.array([index.similarities(text) for text in texts])
    exact = np.array([index.similarities(text, most=100_000) for text in texts])
    assert (approximate <= exact + 1e-12).all()
    assert (np.diag(approximate) < np.diag(exact) - 0.02).all()
    assert (approximate.argmax(axis=1) == np.arange(80)).all()
    assert on_subject(approximate, subjects) > on_subject(exact, subjects) - 0.03
    assert on_subject(exact, subjects) > 0.95


def on_subject(similarities: Float64Array, subjects: npt.NDArray[np.int64]) -> float:
    """The share of the ten likest texts that are on the same subject; neighbouring ones share half of their words."""
    nearest = np.argsort(-similarities, axis=1, kind="stable")[:, :10]
    return float((subjects[nearest] == subjects[:, None]).mean())


texts_with_few_letters = st.text("aäb .", max_size=8)


@given(first=st.lists(texts_with_few_letters, max_size=8), query=texts_with_few_letters, data=st.data())
@settings(max_examples=examples(80))
def test_an_index_that_follows_changes_answers_as_one_built_anew(first: list[str], query: str,
                                                                 data: st.DataObject) -> None:
    texts, index = first, LexicalIndex([f"0-{number}" for number in range(len(first))], first)
    for generation in range(1, 4):
        stays = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True)) if texts else []
        new = data.draw(st.lists(texts_with_few_letters, max_size=3))
        rows = np.array(data.draw(st.permutations([*stays, *[-1] * len(new)])), dtype=np.int64)
        waiting = iter(new)
        texts = [texts[row] if row >= 0 else next(waiting) for row in rows]
        ids = [f"{generation}-{number}" for number in range(len(texts))]
        index = index.follow(ids, rows, new)
        if data.draw(st.booleans()):
            index = index.without_gone()
            assert index._columns.keys() == {feature for text in texts for feature in beginnings(text)}
        right = LexicalIndex(ids, texts)
        np.testing.assert_allclose(index.similarities(query), right.similarities(query), atol=1e-12)
        assert (index.ids, len(index)) == (right.ids, len(right))


def test_following_leaves_the_index_followed_as_it_was(index: LexicalIndex) -> None:
    similarities = index.similarities("suomen kurssit")
    other = index.follow(["x", "school"], np.array([-1, 0]), ["kurssit uusille"])
    np.testing.assert_array_equal(index.similarities("suomen kurssit"), similarities)
    assert nearest(other, "uusille") == ["x"]


def test_many_small_changes_are_kept_in_few_pieces() -> None:
    index = LexicalIndex([str(number) for number in range(64)], [f"sana{number}" for number in range(64)])
    for turn in range(200):
        rows = np.arange(64)
        rows[turn % 64] = -1
        index = index.follow(index.ids, rows, [f"uusi{turn}"])
    assert len(index._segments) <= 7
    assert sum(len(segment.places) for segment in index._segments) <= 2 * 64


def test_texts_that_go_one_by_one_are_counted_off(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"sana{number % 7} toinen{number % 31} sama sama" for number in range(60)]
    ids = [str(number) for number in range(60)]
    right = LexicalIndex(ids[40:], texts[40:])
    index = LexicalIndex(ids, texts)
    monkeypatch.setattr(LexicalIndex, "_count_anew", None)
    for turn in range(1, 41):
        index = index.follow(ids[turn:], np.arange(1, len(index)), []).without_gone()
    for query in ("sama", "sana3 toinen12", "sana"):
        np.testing.assert_allclose(index.similarities(query), right.similarities(query), atol=1e-12)


def test_features_of_texts_that_are_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "MOST_UNUSED", 100)
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


@given(st.data())
@settings(max_examples=examples(40))
def test_entries_of_rows_are_those_of_the_matrix(data: st.DataObject) -> None:
    shape = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 5))
    dense = np.array(data.draw(st.lists(st.integers(0, 2), min_size=shape[0] * shape[1],
                                        max_size=shape[0] * shape[1]))).reshape(shape)
    rows = np.array(data.draw(st.lists(st.integers(0, shape[0] - 1), max_size=6)), dtype=np.int64)
    matrix = csr_array(dense)
    entries, counts = entries_of_rows(matrix.indptr, rows)
    assert counts.tolist() == (dense[rows] != 0).sum(axis=1).tolist()
    assert matrix.data[entries].tolist() == [value for row in rows for value in dense[row] if value]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8])
def test_which_of_equally_weighty_features_count_does_not_depend_on_the_order_of_the_texts(most: int) -> None:
    texts = {"a": "yksi kaksi kolme", "b": "kaksi neljä", "c": "viisi kuusi", "d": "yksi seitsemän"}
    found = []
    for ids in (list(texts), list(texts)[::-1]):
        index = LexicalIndex(ids, [texts[name] for name in ids])
        similarities = index.similarities("seitsemän kuusi viisi neljä kolme", most)
        found.append(dict(zip(ids, similarities.round(12).tolist(), strict=True)))
    assert found[0] == found[1]


def test_features_of_the_same_words_are_counted_once() -> None:
    texts = ["maahanmuuttajat ja maahanmuutto", "maahanmuuttajat", "kieli"]
    counts = LexicalIndex(["a", "b", "c"], texts)._segments[0].counts
    assert len(counts.rows) == len({feature for text in texts for feature in beginnings(text)})
    # All of “kieli”, “=ja”, the rest of “maahanmuutto”, that of “maahanmuuttajat”, and what the two begin with.
    assert sorted(counts.postings.toarray().tolist()) == [[0, 0, 1], [1, 0, 0], [1, 0, 0], [1, 1, 0], [2, 1, 0]]


def test_ids_that_come_twice_are_refused_where_some_are_known(index: LexicalIndex) -> None:
    rows = np.array([*range(len(index)), -1, -1])
    for others in (["new", index.ids[0]], ["new", "new"]):
        with pytest.raises(InputRefused, match="twice"):
            index.follow([*index.ids, *others], rows, ["yksi", "kaksi"])
