"""The alarm goes off for what is planted, and only then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from data.records.profiles import Profile
from data.records.relations import Cooperation
from evaluation.baselines import Scorer, SystemFactory
from evaluation.datasets.dataset import Dataset, Describe, History
from evaluation.datasets.tasks import Case
from evaluation.errors import LeakageFound
from evaluation.runs.leakage import (
    COOPERATIONS_AFTER,
    COOPERATIONS_BEFORE,
    check_history,
    check_rankings,
    check_system,
    sample_around,
    under_pseudonyms,
)
from evaluation.runs.ranking import open_holdout, run_system
from matcher.features import IntArray
from tests.holdouts import ACTORS, FUTURE, PAST, SPLIT, START, by_row, case, popular, seeing, tiny
from tests.networks import actor, together


def told_by(cooperations: tuple[Cooperation, ...]) -> Mapping[str, str]:
    return {member: item.title for item in cooperations for member in item.members}


def honest(profile: Profile, own: tuple[Cooperation, ...]) -> Profile:
    return replace(profile, descriptions={"en": "; ".join(item.title for item in own)})


def leaking(profile: Profile, _own: tuple[Cooperation, ...]) -> Profile:
    """Writes into a profile what the actor will do later."""
    return replace(profile, descriptions={"en": told_by(FUTURE).get(profile.id, "")})


def crashing(profile: Profile, _own: tuple[Cooperation, ...]) -> Profile:
    return replace(profile, descriptions={"en": told_by((*PAST, *FUTURE)).get(profile.id) or {"g": ""}[profile.id]})


class Careless(Dataset):
    """Forgets to cut the past off."""

    def until(self, day: date) -> Dataset:
        return self


class Telling(Dataset):
    """Numbers actors by how many cooperations there will ever be."""

    def before(self, day: date) -> History:
        history = super().before(day)
        actors = tuple(replace(one, capacity=len(self.cooperations)) for one in history.network.actors)
        return replace(history, network=replace(history.network, actors=actors))


class TestHistory:
    @pytest.mark.parametrize("dataset", [tiny(), tiny(describe=honest)])
    def test_an_honest_dataset_passes(self, dataset: Dataset) -> None:
        check_history(dataset, START)

    @pytest.mark.parametrize("describe", [leaking, crashing])
    def test_a_description_that_knows_the_future_is_refused(self, describe: Describe) -> None:
        with pytest.raises(LeakageFound, match="describe") as alarm:
            check_history(tiny(describe=describe), START)
        assert alarm.value.where == "tiny"
        assert str(START) in str(alarm.value)

    @pytest.mark.parametrize("kind", [Careless, Telling])
    def test_a_dataset_that_is_cut_wrongly_is_refused(self, kind: type[Dataset]) -> None:
        plain = tiny()
        dataset = kind(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})
        with pytest.raises(LeakageFound, match="before"):
            check_history(dataset, START)

    def test_an_actor_that_was_not_known_yet(self) -> None:
        class Early(Dataset):
            def until(self, day: date) -> Dataset:
                return replace(super().until(day), actors=self.actors)

        plain = tiny(cooperations=(*PAST, FUTURE[0], together("b", "g", since=date(2022, 5, 1))))
        dataset = Early(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})
        with pytest.raises(LeakageFound, match="“g”"):
            check_history(dataset, START)


class TestSystem:
    @pytest.mark.parametrize("factory", [by_row, popular])
    def test_an_honest_system_passes_and_was_asked(self, factory: SystemFactory) -> None:
        assert check_system("fair", factory, tiny(), START) == 6

    def test_one_that_holds_the_dataset_is_refused(self) -> None:
        with pytest.raises(LeakageFound, match="elsewhere") as alarm:
            check_system("seer", seeing(tiny()).load(), tiny(), START)
        assert alarm.value.where == "seer"

    def test_one_that_looks_actors_up_is_refused(self) -> None:
        degrees = {one.id: float(len(one.id)) for one in ACTORS}

        def factory(history: History) -> Scorer:
            scores = np.array([degrees[one.id] for one in history.network.actors])
            return lambda _question: scores

        with pytest.raises(LeakageFound, match="looks up"):
            check_system("table", factory, tiny(), START)

    def test_one_that_reads_a_leaking_description_is_refused(self) -> None:
        def factory(history: History) -> Scorer:
            scores = np.array([float(len(one.descriptions["en"])) for one in history.network.actors])
            return lambda _question: scores

        check_system("reader", factory, tiny(describe=honest), START)
        with pytest.raises(LeakageFound):
            check_system("reader", factory, tiny(describe=leaking), START)

    def test_running_refuses_it_and_writes_nothing(self, tmp_path: Path) -> None:
        dataset = tiny()
        with pytest.raises(LeakageFound):
            run_system(open_holdout(dataset, SPLIT), "seer", seeing(dataset), tmp_path)
        assert list(tmp_path.rglob("*.npz")) == []


class TestTripwire:
    SIZE = 60

    def questions(self, perfect: int, total: int) -> tuple[IntArray, list[Case]]:
        """As many questions as asked, with rows 5 and 9 right; the first ones have them at their head."""
        head, other = [9, 5, 1, 2], [9, 1, 5, 2]
        rankings = [head] * perfect + [other] * (total - perfect)
        return np.array(rankings), [case([5, 9], [0]) for _ in range(total)]

    @pytest.mark.parametrize(("perfect", "total"), [(16, 30), (40, 40)])
    def test_too_good_to_be_true(self, perfect: int, total: int) -> None:
        with pytest.raises(LeakageFound, match=f"{perfect} of {total}"):
            check_rankings("oracle", *self.questions(perfect, total), self.SIZE)

    @pytest.mark.parametrize(("perfect", "total"), [(15, 30), (29, 29), (0, 100)])
    def test_good_but_possible(self, perfect: int, total: int) -> None:
        check_rankings("fine", *self.questions(perfect, total), self.SIZE)

    def test_few_actors_are_easy(self) -> None:
        check_rankings("fine", *self.questions(40, 40), 50)  # 49 can be ranked
        with pytest.raises(LeakageFound):
            check_rankings("oracle", *self.questions(40, 40), 51)

    def test_a_term_alone(self) -> None:
        rankings = np.array([[3] + [-1] * 9] * 40)
        with pytest.raises(LeakageFound, match="worked together later"):
            check_rankings("worked together later", rankings, [case([3], [])] * 40, 100)

    def test_more_right_answers_than_are_kept(self) -> None:
        cases = [case(list(range(150)), [])] * 30
        with pytest.raises(LeakageFound):
            check_rankings("oracle", np.tile(np.arange(100), (30, 1)), cases, 1000)


class TestSample:
    def test_it_is_taken_around_the_day(self) -> None:
        days = [date(2020, 1, 1) + timedelta(days=number) for number in range(400)]
        items = tuple(together("a", f"x{number:03d}", since=day) for number, day in enumerate(days))
        ids = tuple(sorted({member for item in items for member in item.members} | {"idle"}))
        dataset = replace(tiny(), actors=tuple(map(actor, ids)), cooperations=items, known_since={})
        sample = sample_around(dataset, days[250])
        assert sample.cooperations == items[250 - COOPERATIONS_BEFORE:250 + COOPERATIONS_AFTER]
        assert [one.id for one in sample.actors] == ["a", *(f"x{number:03d}" for number in range(100, 300))]

    def test_undated_cooperations_are_the_past(self) -> None:
        item = together("a", "b")
        assert item in sample_around(tiny(cooperations=(item, *FUTURE)), START).cooperations

    def test_pseudonyms_keep_everything_but_ids(self) -> None:
        pseudonymous = under_pseudonyms(tiny())
        assert [one.name for one in pseudonymous.actors] == [one.name for one in ACTORS]
        assert not {one.id for one in pseudonymous.actors} & {one.id for one in ACTORS}
        assert pseudonymous.cooperations[1].lead == pseudonymous.actors[1].id
        assert [len(item.members) for item in pseudonymous.cooperations] == [2, 2, 2, 3, 2]
        assert [len(pseudonymous.before(day).network.actors) for day in (START, date(2022, 3, 1))] == [6, 7]
