"""What an actor has said of others moves its own list, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.records.profiles import Profile
from data.records.relations import Opinion, OpinionKind, Outcome, OutcomeKind
from data.wording.texts import render
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from tests.networks import TODAY, actor, shipped_rules, snapshot, value

CAFE, CAFE_TOO, SPORT = "Kielikahvila kirjastossa äideille", "Kielikahvila kirjastossa nuorille", "Jalkapalloseura"
ACTORS = (actor("me", descriptions={"fi": "Neuvontaa"}), actor("cafe", descriptions={"fi": CAFE}),
          actor("cafe-too", descriptions={"fi": CAFE_TOO}), actor("sport", descriptions={"fi": SPORT}),
          actor("silent"))
DAY = timedelta(days=1)


def network_with(*opinions: Opinion) -> Snapshot:
    return snapshot(*ACTORS, opinions=opinions, rules=shipped_rules())


def opinion(kind: OpinionKind, other: str = "cafe", by: str = "me", **days: date) -> Opinion:
    return Opinion(by, other, kind, "", days.get("said", TODAY), days.get("until"))


def scores(network: Snapshot, who: str = "me", as_of: date = TODAY, **query: bool) -> dict[str, float]:
    answer = Matcher(network).suggest(network.actor(who), Query(as_of, limit=100, **query))  # type: ignore[arg-type]
    return {item.profile.id: item.ledger.score for item in answer.suggestions}


def feedback_row(network: Snapshot, other: str, who: str = "me") -> tuple[float, str]:
    ledger = Matcher(network).explain(network.actor(who), network.actor(other), TODAY).ledger
    row = next((row for row in ledger.rows if row.term == "feedback"), None)
    return (0.0, "") if row is None else (row.points, render(row.sentence, "en"))


class TestLeavingOut:
    @pytest.mark.parametrize("kind", [OpinionKind.NOT_NOW, OpinionKind.NOT_RELEVANT, OpinionKind.NEVER])
    def test_a_dismissed_candidate_leaves_the_list(self, kind: OpinionKind) -> None:
        network = network_with(opinion(kind))
        assert set(scores(network)) == {"cafe-too", "sport", "silent"}
        answer = Matcher(network).suggest(network.actor("me"), Query(TODAY))
        sentences = {item.profile.id: render(item.sentence, "en") for item in answer.rejections}
        assert sentences["cafe"] == "Me has said that Cafe is not a suggestion it wants now."

    def test_not_now_ends_and_begins_on_its_days(self) -> None:
        network = network_with(opinion(OpinionKind.NOT_NOW, until=TODAY + 10 * DAY))
        assert "cafe" not in scores(network, as_of=TODAY + 10 * DAY)
        assert "cafe" in scores(network, as_of=TODAY + 11 * DAY)
        assert "cafe" in scores(network, as_of=TODAY - DAY)

    def test_who_works_with_another_one_is_its_partner_from_that_day_on(self) -> None:
        for kind, absent in ((OutcomeKind.WORKING, {"cafe"}), (OutcomeKind.MET, set[str]())):
            network = snapshot(*ACTORS, outcomes=[Outcome("me", "cafe", kind, "", TODAY)], rules=shipped_rules())
            assert set(scores(network)) == {"cafe", "cafe-too", "sport", "silent"} - absent
            assert "cafe" in scores(network, as_of=TODAY - DAY)
            assert "cafe" in scores(network, known_partners=True)
            assert "me" in scores(network, "cafe")

    def test_a_partner_is_known_without_a_cooperation(self) -> None:
        network = network_with(opinion(OpinionKind.PARTNER))
        assert "cafe" not in scores(network)
        assert "cafe" in scores(network, known_partners=True)

    @pytest.mark.parametrize("kind", list(OpinionKind))
    def test_nobody_elses_list_moves(self, kind: OpinionKind) -> None:
        network, usual = network_with(opinion(kind)), network_with()
        for profile in ACTORS[1:]:
            assert scores(network, profile.id) == scores(usual, profile.id)


class TestFeedback:
    def test_like_ones_lose_points_by_a_row_that_says_so(self) -> None:
        network, usual = network_with(opinion(OpinionKind.NOT_RELEVANT)), network_with()
        points, sentence = feedback_row(network, "cafe-too")
        assert points < -0.5
        assert sentence == "Cafe-Too does work like others that Me has found not relevant."
        assert scores(network)["cafe-too"] == pytest.approx(scores(usual)["cafe-too"] + points)
        assert scores(network)["silent"] == scores(usual)["silent"]

    def test_like_ones_gain_points_where_one_was_useful(self) -> None:
        network = network_with(opinion(OpinionKind.USEFUL))
        points, sentence = feedback_row(network, "cafe-too")
        assert points > 0.5
        assert sentence == "Cafe-Too does work like others that Me has found useful."
        assert feedback_row(network, "cafe")[0] == pytest.approx(2.0)

    @pytest.mark.parametrize("kind, said", [(OpinionKind.USEFUL, "useful"), (OpinionKind.NEVER, "not relevant")])
    def test_of_whom_something_was_said_it_is_said_as_such(self, kind: OpinionKind, said: str) -> None:
        assert feedback_row(network_with(opinion(kind)), "cafe")[1] == f"Me has found Cafe {said}."

    @pytest.mark.parametrize("kind", [OpinionKind.NOT_NOW, OpinionKind.PARTNER])
    def test_what_says_nothing_of_the_kind_of_actor_moves_no_others(self, kind: OpinionKind) -> None:
        assert feedback_row(network_with(opinion(kind)), "cafe-too") == (0.0, "")

    def test_both_are_weighed_against_each_other(self) -> None:
        network = network_with(opinion(OpinionKind.USEFUL, "sport"), opinion(OpinionKind.NEVER))
        assert feedback_row(network, "cafe-too")[0] < 0 < feedback_row(network, "sport")[0]
        assert "Compared with actors that Me has found" in feedback_row(network, "cafe-too")[1]

    def test_the_value_by_hand(self) -> None:
        """Of two equal texts the closeness is 1, of one without a text 0; nobody else's opinion counts."""
        me, cafe, twin = (actor(name, descriptions={"fi": CAFE}) for name in ("me", "cafe", "twin"))
        other: Profile = actor("other")
        network = snapshot(me, cafe, twin, other,
                          opinions=[opinion(OpinionKind.USEFUL), opinion(OpinionKind.NEVER, by="twin")])
        assert value("feedback", me, twin, network) == pytest.approx(1.0, abs=1e-6)
        assert value("feedback", me, other, network) == 0.0
        assert value("feedback", twin, me, network) == pytest.approx(-1.0, abs=1e-6)
        assert value("feedback", other, me, network) == 0.0

    def test_a_draft_of_a_stored_actor_is_answered_with_its_opinions(self) -> None:
        network = network_with(opinion(OpinionKind.NOT_RELEVANT))
        draft = actor("me", descriptions={"fi": "Uutta"})
        answer = Matcher(network).suggest(draft, Query(TODAY, limit=100))
        assert "cafe" not in {item.profile.id for item in answer.suggestions}
