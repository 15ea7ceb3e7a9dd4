"""Statutory counterparts: in the list, apart from it, or nowhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from matcher.asking.counterparts import MOST_COUNTERPARTS, Counterparts
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from matcher.suggestions import Suggestion, SuggestionList
from tests.networks import ESPOO, HELSINKI, ROVANIEMI, TODAY, actor, idea_of, shipped_rules, snapshot

MIXED, APART, NONE = Counterparts


def network() -> Snapshot:
    authorities = [actor(f"{sector}-{place}", sector=sector, municipalities=(place,))
                   for sector, place in product(("municipality", "employment_authority"), (HELSINKI, ROVANIEMI))]
    others = [actor(f"ngo-{number}", municipalities=(place,)) for number, place in enumerate((HELSINKI, ESPOO) * 3)]
    return snapshot(*authorities, *others, rules=shipped_rules())


def ask(network: Snapshot, seeker: str, **query: object) -> SuggestionList:
    return Matcher(network).suggest(network.actor(seeker), Query(TODAY, **query))  # type: ignore[arg-type]


def ids(items: tuple[Suggestion, ...]) -> list[str]:
    return [item.profile.id for item in items]


def test_mixed_by_score_and_marked() -> None:
    answer = ask(network(), "ngo-0", limit=100)
    own = {"municipality-091", "employment_authority-091"}
    assert {item.profile.id for item in answer.suggestions if item.is_counterpart} == own
    assert set(ids(answer.suggestions)[:2]) == own
    assert (answer.total, answer.counterparts) == (9, ())


def test_apart_and_none_are_the_mixed_list_without_them() -> None:
    mixed, apart, none = (ask(network(), "ngo-0", limit=100, counterparts=value) for value in Counterparts)
    assert apart.suggestions == none.suggestions == tuple(
        item for item in mixed.suggestions if not item.is_counterpart)
    assert apart.counterparts == tuple(item for item in mixed.suggestions if item.is_counterpart)
    assert (apart.total, none.total, none.counterparts) == (7, 7, ())


@pytest.mark.parametrize("value", Counterparts)
@pytest.mark.parametrize("diversity", [0.0, 0.7])
def test_pages_make_up_the_list(value: Counterparts, diversity: float) -> None:
    whole = ask(network(), "ngo-0", limit=100, counterparts=value, diversity=diversity)
    pages = [ask(network(), "ngo-0", limit=2, offset=offset, counterparts=value, diversity=diversity)
             for offset in range(0, whole.total, 2)]
    assert [name for page in pages for name in ids(page.suggestions)] == ids(whole.suggestions)
    assert {page.total for page in pages} == {len(whole.suggestions)}
    assert all(page.counterparts == whole.counterparts for page in pages)


def test_who_gets_points_from_the_other_side_only_is_no_counterpart() -> None:
    answer = ask(network(), "municipality-091", limit=100, counterparts=APART)
    assert ids(answer.counterparts) == ["employment_authority-091"]
    assert "rule:statutory-municipality" in {row.term for row in answer.suggestions[0].ledger.rows}


def test_the_counterparts_of_an_idea_are_those_of_its_place() -> None:
    question = replace(idea_of("language café"), municipalities=(ROVANIEMI,), regions=("19",))
    answer = Matcher(network()).suggest(question, Query(TODAY, counterparts=APART))
    assert set(ids(answer.counterparts)) == {"municipality-698", "employment_authority-698"}


def test_a_list_of_its_own_has_a_bound() -> None:
    many = [actor(f"office-{number:02}", sector="municipality") for number in range(MOST_COUNTERPARTS + 5)]
    crowd = snapshot(actor("a"), *many, rules=shipped_rules())
    answer = ask(crowd, "a", counterparts=APART)
    assert (len(answer.counterparts), answer.total) == (MOST_COUNTERPARTS, 0)
    assert ask(crowd, "a", counterparts=MIXED).total == MOST_COUNTERPARTS + 5


def test_scores_stay_as_they_are() -> None:
    mixed, apart = (ask(network(), "ngo-0", limit=100, counterparts=value) for value in (MIXED, APART))
    scores = {item.profile.id: (item.ledger.score, item.share_lower) for item in mixed.suggestions}
    assert {item.profile.id: (item.ledger.score, item.share_lower)
            for item in (*apart.suggestions, *apart.counterparts)} == scores


def test_the_place_drawn_by_lot_is_one_of_the_list() -> None:
    answer = ask(network(), "ngo-0", limit=100, counterparts=NONE, lot="today")
    assert not any(item.is_counterpart for item in answer.suggestions)
    assert len(set(ids(answer.suggestions))) == answer.total
