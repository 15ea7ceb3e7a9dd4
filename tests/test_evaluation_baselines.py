"""The peers: what each scores, against values worked out by hand or by another way to compute them."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from data.records.profiles import Profile
from data.records.relations import Cooperation
from evaluation.baselines import SYSTEMS, SystemFactory, texts
from evaluation.baselines.bm25 import bm25
from evaluation.baselines.counts import by_chance, popular, recent, regional
from evaluation.baselines.factors import AlsSettings, BprSettings, als, bpr
from evaluation.baselines.graph import adamic_adar, resource_allocation
from evaluation.baselines.kumppani import kumppani
from evaluation.baselines.lambdarank import ROUNDS, lambdarank
from evaluation.baselines.lenskit_models import LenskitAlsSettings, lenskit_als, lenskit_knn
from evaluation.baselines.matrices import cooperation_text, documents, membership, partner_graph, popularity
from evaluation.baselines.settings import PerTask
from evaluation.baselines.spaces import topic_space, word_space
from evaluation.baselines.texts import by_encoder, lsa_popular, minilm, nearest_projects, tfidf
from evaluation.datasets.dataset import Dataset, History
from evaluation.datasets.tasks import Question
from evaluation.runs import tuning
from evaluation.runs.ranking import open_holdout
from models.arrays import Float64Array
from models.encoders import HashingEncoder
from models.errors import UnknownChoice
from tests.contracts.system import SystemContract
from tests.evaluations import TODAY, dataset, project, questions, vocabularies
from tests.gears import examples, in_gear

ANT, BEE, CAT, DOG, ELK, FOX = range(6)


@pytest.fixture
def history() -> History:
    return dataset().before(TODAY)


def partner(seeker: int) -> Question:
    return Question(str(seeker), seeker, None, np.array([seeker]))


def call(title: str, lead: int = ANT) -> Question:
    return Question(title, lead, Cooperation((), title), np.array([lead]))


def graph_history(pairs: set[tuple[int, int]], count: int) -> History:
    """Actors that met in pairs, each pair in a project of its own."""
    names = [f"actor-{number:02d}" for number in range(count)]
    actors = tuple(Profile(name, name) for name in names)
    items = tuple(project(f"number {one} {other}", f"{names[one]} {names[other]}", date(2023, 1, 1))
                  for one, other in sorted(pairs))
    return Dataset("pairs", vocabularies(), actors, items, {}).before(TODAY)


PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), max_size=20)


class TestMatrices:
    def test_membership_has_a_row_per_actor(self, history: History) -> None:
        expected = [[1, 0, 0, 0], [1, 1, 1, 0], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]]
        np.testing.assert_array_equal(membership(history).toarray(), expected)

    def test_popularity_counts_cooperations(self, history: History) -> None:
        np.testing.assert_array_equal(popularity(history), [1, 3, 1, 2, 2, 0])

    def test_partners_are_counted_once_and_nobody_is_its_own(self, history: History) -> None:
        expected = np.zeros((6, 6))
        for one, other in ((ANT, BEE), (BEE, CAT), (BEE, DOG), (BEE, ELK), (DOG, ELK)):
            expected[one, other] = expected[other, one] = 1
        np.testing.assert_array_equal(partner_graph(history).toarray(), expected)

    def test_unknown_members_are_left_out(self) -> None:
        full = dataset()
        history = replace(full, actors=full.actors[1:]).before(TODAY)
        np.testing.assert_array_equal(popularity(history), [3, 1, 2, 2, 0])

    def test_text_is_title_descriptions_and_themes(self) -> None:
        item = replace(project("Wool", "ant bee", TODAY, themes=("wool", "other")), descriptions={"en": "A", "fi": "B"})
        assert cooperation_text(item, vocabularies().themes) == "Wool\nA\nB\nabout wool\nother"

    def test_profiles_speak_for_themselves(self) -> None:
        full = dataset()
        actors = tuple(replace(actor, descriptions={"en": "herding"}) if actor.id == "fox" else actor
                       for actor in full.actors)
        collection = documents(replace(full, actors=actors).before(TODAY))
        assert collection.texts[4:] == ("herding",)
        np.testing.assert_array_equal(collection.ownership.toarray()[:, 4], [0, 0, 0, 0, 0, 1])

    def test_described_profiles_are_not_counted_twice(self) -> None:
        full = replace(dataset(), describe=lambda actor, items: replace(
            actor, descriptions={"en": "\n".join(item.title for item in items)}))
        history = full.before(TODAY)
        assert history.network.actors[BEE].descriptions["en"]
        assert len(documents(history).texts) == 4


class TestCounts:
    def test_chance_depends_on_the_question_and_is_even(self) -> None:
        scorer = by_chance(graph_history({(0, 1)}, 60))
        scores = np.array([scorer(call(f"question {number}")) for number in range(200)])
        assert len(np.unique(scores)) == scores.size
        assert abs(scores.mean() - 0.5) < 0.02

    def test_popular_is_the_number_of_cooperations(self, history: History) -> None:
        np.testing.assert_array_equal(popular(history)(partner(ANT)), [1, 3, 1, 2, 2, 0])

    def test_recent_halves_with_each_half_life(self, history: History) -> None:
        scorer = recent(history, PerTask(partner=365.0, call=730.0))
        # The projects are 730, 365, 184 and 31 days old.
        old, last, summer, winter = 0.25, 0.5, 2 ** (-184 / 365), 2 ** (-31 / 365)
        expected = [old, old + last + summer, last, summer + winter, summer + winter, 0]
        np.testing.assert_allclose(scorer(partner(ANT)), expected, rtol=1e-12)
        assert scorer(call("wool"))[ANT] == pytest.approx(0.5)

    def test_undated_counts_as_the_oldest(self) -> None:
        full = dataset()
        cooperations = (replace(full.cooperations[1], since=None), *full.cooperations)
        scores = recent(replace(full, cooperations=cooperations).before(TODAY), PerTask(365.0, 365.0))(partner(ANT))
        assert scores[CAT] == pytest.approx(0.25 + 0.5)

    def test_region_then_country_then_popularity(self, history: History) -> None:
        scores = regional(history)(partner(ANT))
        assert list(np.lexsort((np.arange(6), -scores))) == [BEE, ANT, CAT, DOG, ELK, FOX]
        # Popularity 1 of the same country stands before popularity 2 of another.
        np.testing.assert_array_equal(scores, [1 + 8, 3 + 8, 1 + 4, 2, 2, 0])

    def test_without_a_region_it_is_popularity(self, history: History) -> None:
        np.testing.assert_array_equal(regional(history)(partner(FOX)), popularity(history))


class TestGraph:
    def test_common_partners_by_hand(self, history: History) -> None:
        # Bee, with four partners, is what ant and the others have in common.
        np.testing.assert_allclose(adamic_adar(history)(partner(ANT))[[CAT, DOG, FOX]], [1 / np.log(4)] * 2 + [0])
        np.testing.assert_allclose(resource_allocation(history)(partner(ANT))[[CAT, DOG, FOX]], [0.25, 0.25, 0])

    @given(PAIRS)
    @settings(max_examples=examples(25))
    def test_against_loops_over_sets(self, pairs: set[tuple[int, int]]) -> None:
        history = graph_history(pairs, 8)
        partners = [{a + b - row for a, b in pairs if row in (a, b)} for row in range(8)]
        one, other = adamic_adar(history)(partner(0)), resource_allocation(history)(call("x", lead=0))
        for row in range(1, 8):
            common = partners[0] & partners[row]
            assert one[row] == pytest.approx(sum(1 / np.log(len(partners[middle])) for middle in common))
            assert other[row] == pytest.approx(sum(1 / len(partners[middle]) for middle in common))


def sums_of(vectors: Float64Array, history: History) -> Float64Array:
    """The sums of the texts' vectors of each actor, in full."""
    return np.asarray(membership(history).toarray() @ vectors)


def in_full(history: History) -> tuple[list[str], TfidfVectorizer, Float64Array]:
    texts_ = [cooperation_text(item, history.vocabularies.themes) for item in history.network.cooperations]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    return texts_, vectorizer, vectorizer.fit_transform(texts_).toarray()


class TestTexts:
    def test_tfidf_is_the_cosine_of_summed_texts(self, history: History) -> None:
        _, vectorizer, vectors = in_full(history)
        actors = sums_of(vectors, history)
        query = vectorizer.transform(["wool carpets for dogs"]).toarray()
        np.testing.assert_allclose(tfidf(history)(call("wool carpets for dogs")),
                                   cosine_similarity(query, actors)[0], atol=1e-12)
        own = cosine_similarity(actors[[BEE]], actors)[0]
        np.testing.assert_allclose(tfidf(history)(partner(BEE)), own, atol=1e-12)

    def test_lengths_of_dense_and_sparse_rows(self, history: History) -> None:
        for space in (word_space(history), topic_space(history)):
            full = space.ownership.toarray() @ (space.texts if isinstance(space.texts, np.ndarray)
                                                else space.texts.toarray())
            np.testing.assert_allclose(space.lengths, np.linalg.norm(full, axis=1), atol=1e-12)

    def test_all_topics_are_as_good_as_the_words(self, history: History) -> None:
        # With as many topics as texts nothing is lost, so cosines between actors stay what they are.
        _, _, vectors = in_full(history)
        expected = cosine_similarity(sums_of(vectors, history))[DOG]
        space = topic_space(history)
        np.testing.assert_allclose(space.cosines(space.query(history, partner(DOG))), expected, atol=1e-9)

    def test_lsa_is_multiplied_by_popularity(self, history: History) -> None:
        plain = lsa_popular(history, PerTask(0.0, 0.0))(partner(DOG))
        squares = lsa_popular(history, PerTask(2.0, 0.0))
        np.testing.assert_allclose(squares(partner(DOG)), plain * popularity(history) ** 2)
        np.testing.assert_allclose(squares(call("wool")), lsa_popular(history, PerTask(9.0, 0.0))(call("wool")))
        assert plain[ELK] == pytest.approx(1)

    def test_encoded_is_the_cosine_of_means(self, history: History) -> None:
        texts_, _, _ = in_full(history)
        encoder = HashingEncoder()
        actors = sums_of(encoder.encode(texts_).astype(np.float64), history)
        scorer = by_encoder(history, encoder)
        np.testing.assert_allclose(scorer(partner(CAT)), cosine_similarity(actors[[CAT]], actors)[0], atol=1e-6)
        wool = encoder.encode(["wool"])
        np.testing.assert_allclose(scorer(call("wool")), cosine_similarity(wool, actors)[0], atol=1e-6)

    def test_minilm_is_encoded_by_the_bundled_model(self, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
        encoders = {"sentence-transformers": HashingEncoder()}
        monkeypatch.setattr(texts, "open_encoder", encoders.pop)
        right = by_encoder(history, HashingEncoder())(partner(CAT))
        np.testing.assert_array_equal(minilm(history)(partner(CAT)), right)
        assert not encoders

    def test_encoder_reads_only_the_beginning(self) -> None:
        full = dataset()
        longer = tuple(replace(item, descriptions={"en": "wool " * 400 + "end"}) for item in full.cooperations)
        longest = tuple(replace(item, descriptions={"en": "wool " * 800}) for item in full.cooperations)
        one, other = (by_encoder(replace(full, cooperations=items).before(TODAY), HashingEncoder())(partner(CAT))
                      for items in (longer, longest))
        np.testing.assert_array_equal(one, other)

    @pytest.mark.parametrize("nearest", [1, 2, 3, 50])
    def test_nearest_projects_against_sorting(self, history: History, nearest: int) -> None:
        _, vectorizer, vectors = in_full(history)
        scorer = nearest_projects(history, PerTask(nearest, nearest))
        for question, query in ((call("wool and marble stone carpets"), None), (partner(CAT), vectors[[1]]),
                                (partner(BEE), vectors[:3])):
            rows = vectorizer.transform(["wool and marble stone carpets"]).toarray() if query is None else query
            weights = np.zeros(4)
            for row in cosine_similarity(rows, vectors):
                best = np.argsort(-row, kind="stable")[:nearest]
                weights[best] += row[best] ** 2
            np.testing.assert_allclose(scorer(question), membership(history).toarray() @ weights, atol=1e-12)


class TestBm25:
    @pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (3.0, 0.0)])
    def test_against_the_formula(self, history: History, k1: float, b: float) -> None:
        texts_, _, _ = in_full(history)
        counter = CountVectorizer(stop_words="english")
        counts = sums_of(counter.fit_transform(texts_).toarray(), history)
        lengths, holders = counts.sum(axis=1, keepdims=True), (counts > 0).sum(axis=0)
        idf = np.log(1 + (len(counts) - holders + 0.5) / (holders + 0.5))
        weights = idf * counts / (counts + k1 * (1 - b + b * lengths / lengths.mean()))
        scorer = bm25(history, k1, b)
        query = counter.transform(["wool wool stone unheard"]).toarray()[0] > 0
        np.testing.assert_allclose(scorer(call("wool wool stone unheard")), weights @ query, rtol=1e-5)
        np.testing.assert_allclose(scorer(partner(CAT)), weights @ (counts[CAT] > 0), rtol=1e-5)


# Two groups in which everyone has met everyone, but for the first two of the first group.
GROUPS = {(base + one, base + other) for base in (0, 8) for one, other in combinations(range(8), 2)} - {(0, 1)}
LEARNERS: list[SystemFactory] = [
    partial(als, settings=AlsSettings(regularization=2.0)),
    partial(bpr, settings=BprSettings(learning_rate=0.1, iterations=400)),
    lenskit_knn,
    partial(lenskit_als, settings=LenskitAlsSettings(weight=1.0, regularization=2.0)),
]


@pytest.mark.parametrize("learner", LEARNERS)
def test_learners_find_the_pair_that_is_missing(learner: SystemFactory) -> None:
    history = graph_history(GROUPS, 16)
    scores = learner(history)(partner(0))
    others = [8, 9, 10, 11, 12, 13, 14, 15]
    assert scores[1] > scores[others].max()


class TestRandomContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return by_chance


class TestPopularContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return popular


class TestRecentContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return recent


class TestRegionalContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return regional


class TestAdamicAdarContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return adamic_adar


class TestResourceAllocationContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return resource_allocation


class TestTfidfContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return tfidf


class TestBm25Contract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return bm25


class TestEncodedContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return partial(by_encoder, encoder=HashingEncoder())


class TestLsaPopularContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return lsa_popular


class TestNearestProjectsContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return nearest_projects


class TestAlsContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return als


class TestBprContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return bpr


class TestLenskitKnnContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return lenskit_knn


class TestLenskitAlsContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return lenskit_als


class TestTuning:
    @pytest.mark.parametrize("peer", tuning.GRIDS)
    def test_the_setting_in_use_was_tried(self, peer: str) -> None:
        grid = tuning.GRIDS[peer]
        defaults = {name: value.default for name, value in inspect.signature(grid.factory).parameters.items()
                    if value.default is not inspect.Parameter.empty}
        assert set(defaults) == set(grid.settings[0])
        for task in ("partner", "call"):
            settings = [_for_task(setting, task) for setting in grid.settings]
            if not any(isinstance(value, PerTask) for value in defaults.values()):
                assert defaults in grid.settings
            assert _for_task(defaults, task) in settings

    def test_every_tuned_peer_is_a_system_that_says_so(self) -> None:
        for peer, grid in tuning.GRIDS.items():
            assert SYSTEMS[peer].tuned
            assert SYSTEMS[peer].load() is grid.factory

    def test_measure_is_ndcg(self) -> None:
        holdout = open_holdout(dataset(), "validation")
        right = {case.question.id: case.relevant for case in holdout.cases["partner"]}

        def oracle(question: Question) -> Float64Array:
            scores = np.zeros(6)
            scores[right[question.id]] = 1
            return scores

        assert tuning.measure(holdout, "partner", oracle) == pytest.approx(1)
        assert tuning.measure(holdout, "partner", lambda question: -oracle(question)) < 1

    def test_command_prints_each_setting(self, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(tuning, "open_dataset", lambda _name, _folder: dataset())
        tuning.main(["recent", "--task", "partner"])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == len(tuning.GRIDS["recent"].settings)
        assert lines[0].startswith("recent  half_life=45.0  partner 0.")

    def test_unknown_peer_is_refused_with_the_choices(self) -> None:
        with pytest.raises(UnknownChoice, match="lsa-popular"):
            tuning.main(["nobody"])


def _for_task(setting: Any, task: str) -> dict[str, Any]:  # noqa: ANN401 - settings are of many kinds
    return {name: getattr(value, task) if isinstance(value, PerTask) else value for name, value in setting.items()}


def test_every_peer_of_the_registry_opens(history: History) -> None:
    for system in SYSTEMS.values():
        assert callable(system.load())
        assert system.description
    assert len(questions(history)) == 12


class TestKumppaniContract(SystemContract):
    @pytest.fixture
    def factory(self) -> SystemFactory:
        return kumppani


class TestLambdarankContract(SystemContract):
    @pytest.fixture
    def factory(self, monkeypatch: pytest.MonkeyPatch) -> SystemFactory:
        monkeypatch.setattr("evaluation.baselines.lambdarank.ROUNDS", in_gear(quick=20, thorough=ROUNDS))
        return lambdarank
