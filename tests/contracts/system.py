"""The contract of a peer. A subclass gives the fixture `factory`."""

from dataclasses import replace

import numpy as np
import pytest

from data.records.relations import Cooperation
from evaluation.baselines import SystemFactory
from evaluation.datasets.dataset import Dataset, History
from evaluation.datasets.tasks import TASKS, Question
from tests.evaluations import FUTURE, TODAY, dataset, history_of, questions


class SystemContract:
    """One finite or -inf score per actor, the same each time, and from nothing but the history and the question."""

    @pytest.fixture
    def factory(self) -> SystemFactory:
        raise NotImplementedError

    def check(self, factory: SystemFactory, history: History) -> None:
        scorer = factory(history)
        for question in questions(history):
            scores = scorer(question)
            assert scores.shape == (len(history.network.actors),)
            assert scores.dtype == np.float64
            assert not np.isnan(scores).any()
            assert not np.isposinf(scores).any()

    def test_one_score_per_actor(self, factory: SystemFactory) -> None:
        self.check(factory, dataset().before(TODAY))

    def test_same_history_gives_the_same_scores(self, factory: SystemFactory) -> None:
        history = dataset().before(TODAY)
        one, other = factory(history), factory(history)
        for question in questions(history):
            np.testing.assert_array_equal(one(question), other(question))

    def test_scores_are_the_callers_to_change(self, factory: SystemFactory) -> None:
        history = dataset().before(TODAY)
        scorer = factory(history)
        for question in questions(history):
            scores = scorer(question)
            copy = scores.copy()
            scores[:] = -1e9
            np.testing.assert_array_equal(scorer(question), copy)

    def test_what_is_to_come_changes_nothing(self, factory: SystemFactory) -> None:
        full = dataset()
        assert full.during(FUTURE)
        with_future, without = factory(full.before(TODAY)), factory(full.until(TODAY).before(TODAY))
        for question in questions(full.before(TODAY)):
            np.testing.assert_array_equal(with_future(question), without(question))

    def test_the_excluded_rows_of_a_question_change_nothing(self, factory: SystemFactory) -> None:
        history = dataset().before(TODAY)
        scorer = factory(history)
        for question in questions(history):
            bare = replace(question, excluded=np.array([question.seeker]))
            np.testing.assert_array_equal(scorer(question), scorer(bare))

    def test_answers_the_questions_of_both_tasks(self, factory: SystemFactory) -> None:
        full = dataset()
        history = full.before(TODAY)
        scorer = factory(history)
        for make in TASKS.values():
            cases = make(full, history, FUTURE)
            assert cases
            for case in cases:
                assert scorer(case.question).shape == (len(history.network.actors),)

    def test_two_actors_and_one_cooperation(self, factory: SystemFactory) -> None:
        self.check(factory, history_of(dataset(), count=2, cooperations=1))

    def test_nobody_has_done_anything_yet(self, factory: SystemFactory) -> None:
        self.check(factory, history_of(dataset(), count=3, cooperations=0))

    def test_a_network_without_texts(self, factory: SystemFactory) -> None:
        full = dataset()
        silent = tuple(replace(item, title="", descriptions={}, themes=()) for item in full.cooperations)
        self.check(factory, replace(full, cooperations=silent).before(TODAY))

    def test_a_project_in_words_never_seen(self, factory: SystemFactory) -> None:
        history = dataset().before(TODAY)
        question = Question("new", 0, Cooperation((), "zzzz qqqq"), np.array([0]))
        assert factory(history)(question).shape == (len(history.network.actors),)

    def test_actors_without_region_and_days(self, factory: SystemFactory) -> None:
        full: Dataset = dataset()
        nowhere = tuple(replace(actor, regions=()) for actor in full.actors)
        cooperations = tuple(replace(item, since=None) for item in full.cooperations)
        self.check(factory, replace(full, actors=nowhere, cooperations=cooperations).before(TODAY))
