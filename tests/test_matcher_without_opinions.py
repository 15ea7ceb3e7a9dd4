"""Lists for readers who are not told what actors have said of others, and lists that some actors do not stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnknownActor
from data.records.relations import Block, Opinion, OpinionKind, Outcome, OutcomeKind
from matcher.asking.idea import Brief, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.rehearsal import rehearse
from matcher.snapshot import Snapshot
from matcher.suggestions import Explanation, SuggestionList
from tests.gears import examples
from tests.networks import TODAY, actor, finland, full_weights, shipped_rules, snapshot
from tests.test_matcher_feedback import ACTORS

NAMES = [profile.id for profile in ACTORS]
PAIRS = [pair for pair in product(NAMES, NAMES) if pair[0] != pair[1]]


def lists(matcher: Matcher, as_of: date = TODAY) -> dict[str, SuggestionList]:
    return {name: matcher.suggest(matcher.snapshot.actor(name), Query(as_of, limit=100)) for name in NAMES}


def told(answer: SuggestionList) -> object:
    """Everything that a list tells, but for the version of the records."""
    return replace(answer, versions=None)  # type: ignore[arg-type]


def explained(explanation: Explanation) -> object:
    return replace(explanation, versions=None)  # type: ignore[arg-type]


@settings(max_examples=examples(60))
@given(st.lists(st.builds(lambda pair, kind: Opinion(pair[0], pair[1], kind, "", TODAY), st.sampled_from(PAIRS),
                          st.sampled_from(OpinionKind)), unique_by=lambda item: (item.actor, item.other), max_size=6),
       st.lists(st.builds(lambda pair, kind: Outcome(pair[0], pair[1], kind, "", TODAY), st.sampled_from(PAIRS),
                          st.sampled_from(OutcomeKind)), unique_by=lambda item: (item.actor, item.other), max_size=4),
       st.lists(st.sampled_from(PAIRS), unique=True, max_size=2))
def test_it_answers_as_if_nobody_had_said_anything(opinions: list[Opinion], outcomes: list[Outcome],
                                                   blocked: list[tuple[str, str]]) -> None:
    """Lists, what is left out and why, explanations, ideas: all as in the network without them; blocks still count."""
    blocks = [Block(*pair) for pair in blocked]
    said = Matcher(snapshot(*ACTORS, opinions=opinions, outcomes=outcomes, blocks=blocks, rules=shipped_rules(),
                            weights=full_weights()))
    silent = Matcher(snapshot(*ACTORS, blocks=blocks, rules=shipped_rules(), weights=full_weights()))
    for name, answer in lists(said.without_opinions).items():
        assert told(answer) == told(lists(silent)[name])
        assert not {row.term for item in answer.suggestions for row in item.ledger.rows} & {"feedback"}
        for item in answer.suggestions:
            assert sum(row.points for row in item.ledger.rows) == pytest.approx(item.ledger.score, abs=1e-9)
    for one, other in PAIRS[:6]:
        pairs = [matcher.explain(matcher.snapshot.actor(one), matcher.snapshot.actor(other), TODAY)
                 for matcher in (said.without_opinions, silent)]
        assert explained(pairs[0]) == explained(pairs[1])
    draft = idea("Kielikahvila", Brief(), finland(), said.snapshot.actor("me"))
    assert told(said.without_opinions.suggest(draft, Query(TODAY))) == told(silent.suggest(draft, Query(TODAY)))


def network() -> Snapshot:
    return snapshot(*ACTORS, opinions=[Opinion("me", "cafe", OpinionKind.NEVER, "", TODAY)], rules=shipped_rules())


def test_snapshots_made_of_it_do_not_count_them_either() -> None:
    base = network()
    quiet = base.without_opinions()
    for other in (quiet, quiet.with_rules(base.rules), quiet.with_weights(full_weights()), quiet.hiding(frozenset())):
        assert "cafe" in {item.profile.id for item in lists(Matcher(other))["me"].suggestions}
    assert "cafe" not in {item.profile.id for item in lists(Matcher(base))["me"].suggestions}
    assert quiet.versions == base.versions


def test_who_is_hidden_stands_in_no_list() -> None:
    everybody, matcher = lists(Matcher(network())), Matcher(network().hiding(frozenset({"sport", "nobody"})))
    for name, answer in lists(matcher).items():
        expected = [(item.profile.id, item.ledger.score) for item in everybody[name].suggestions
                    if item.profile.id != "sport"]
        assert [(item.profile.id, item.ledger.score) for item in answer.suggestions] == expected
        assert "sport" not in {item.profile.id for item in answer.rejections}
    assert [hit.profile.id for hit in matcher.search("Jalkapalloseura", Filters(), 9)] != ["sport"]
    assert "sport" not in {hit.profile.id for hit in matcher.search("Jalkapalloseura", Filters(), 9)}
    assert [profile.id for profile in matcher.snapshot.shown()] == sorted({*NAMES} - {"sport"})
    assert matcher.snapshot.actor("sport").id == "sport"
    with pytest.raises(UnknownActor, match="no actor “sport”"):
        matcher.snapshot.shown_actor("sport")
    assert rehearse(matcher, matcher, Query(TODAY)).lists == len(NAMES) - 1


def test_who_is_hidden_stays_so_when_records_change() -> None:
    hidden = network().hiding(frozenset({"sport"}))
    changed = hidden.follow(replace(hidden.network, actors=(*hidden.network.actors, actor("zoo"))))
    assert "sport" not in {profile.id for profile in changed.shown()}
    assert "zoo" in {profile.id for profile in changed.shown()}
