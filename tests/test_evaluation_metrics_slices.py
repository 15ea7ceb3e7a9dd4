"""Slices of the questions of the tiny dataset."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.datasets.tasks import TASKS, Case
from evaluation.metrics.slices import FEWEST_OF_A_SECTOR, Slice, about_migration, slices
from tests.holdouts import SPLIT, START, tiny
from tests.networks import finland, together


def cut(task: str) -> tuple[tuple[Case, ...], dict[str, Slice]]:
    dataset = tiny()
    history = dataset.before(START)
    cases = TASKS[task](dataset, history, dataset.periods[SPLIT])
    return cases, {part.name: part for part in slices(dataset, history, cases)}


class TestPartner:
    def test_who_belongs(self) -> None:
        cases, parts = cut("partner")
        seekers = {name: "".join(cases[position].question.id for position in part.positions)
                   for name, part in parts.items()}
        assert seekers == {"all": "abcde", "newcomer seekers": "acde", "newcomer candidates": "abcd",
                           "universities": "d", "migration and integration": "ab"}

    def test_right_answers_are_narrowed_to_newcomers(self) -> None:
        cases, parts = cut("partner")
        newcomers = parts["newcomer candidates"]  # b, who has two cooperations, is the only answer to e
        assert [rows.tolist() for rows in newcomers.relevant] == [[2, 3], [4], [0, 3], [0, 2]]
        assert [rows.tolist() for rows in parts["all"].relevant] == [one.relevant.tolist() for one in cases]


class TestCall:
    def test_who_belongs(self) -> None:
        _, parts = cut("call")
        assert set(parts) == {"all", "newcomer seekers", "newcomer candidates", "migration and integration"}


class TestSectors:
    @pytest.mark.parametrize(("times", "is_there"), [(FEWEST_OF_A_SECTOR - 1, False), (FEWEST_OF_A_SECTOR, True)])
    def test_a_sector_needs_enough_seekers(self, times: int, is_there: bool) -> None:
        dataset = tiny()
        history = dataset.before(START)
        university = next(one for one in TASKS["partner"](dataset, history, dataset.periods[SPLIT])
                          if one.question.id == "d")
        sizes = {part.name: len(part.positions) for part in slices(dataset, history, (university,) * times)}
        label = finland().sectors.labels("university").in_language("en")
        assert sizes.get(f"sector: {label}") == (times if is_there else None)


class TestMigration:
    @pytest.mark.parametrize("words", [
        "Labour market integration of newcomers", "Refugees in schools", "MIGRANT women",
        "A migration policy for Europe", "Third-country nationals",
        "maahanmuuttajien työllistyminen", "Kotoutumisen tuki", "Stöd för invandrare",
        "asylsökande", "undocumented immigrants",
    ])
    def test_about_it(self, words: str) -> None:
        assert about_migration(together("a", "b", title=words), finland())
        assert about_migration(replace(together("a", "b"), descriptions={"en": f"First line.\n{words}"}), finland())

    @pytest.mark.parametrize("words", [
        "Cell migration in tissues", "Migration of birds", "Data migration", "System integration", "Migrant birds",
        "European integration", "",
    ])
    def test_not_about_it(self, words: str) -> None:
        assert not about_migration(together("a", "b", title=words), finland())

    def test_a_theme_says_it(self) -> None:
        code = next(term.code for term in finland().themes if "migrant" in term.labels.in_language("en").lower())
        assert about_migration(replace(together("a", "b"), themes=(code,)), finland())
