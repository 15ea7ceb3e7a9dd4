"""Records: names by language, and a version that changes if and only if a record does."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from data.records.digests import canonical, digest, keyed
from data.records.documents import document_of, parse_record
from data.records.network import Network
from data.records.profiles import Coverage, Profile, Wish
from data.records.relations import Block, Cooperation
from data.wording.texts import render

ACTOR = Profile("actor-a", "Actor A", "ngo", names={"sv": "Aktör A"}, coverage=Coverage.LOCAL,
                needs=Wish({"fi": "Tilaa"}, ("housing",)), updated=date(2026, 1, 1))
NETWORK = Network((ACTOR,), (Cooperation(("actor-a", "actor-b"), "P", date(2021, 1, 1)),), (Block("actor-a", "b"),))


def test_the_own_name_comes_first() -> None:
    assert render(ACTOR.label, "sv") == "Aktör A"
    assert render(ACTOR.label, "fi") == "Actor A"


def test_equal_records_have_equal_versions() -> None:
    assert replace(NETWORK).version == NETWORK.version
    assert Network((replace(ACTOR, names={**ACTOR.names}),), NETWORK.cooperations, NETWORK.blocks) == NETWORK
    assert len(NETWORK.version) == 12


@pytest.mark.parametrize("other", [
    replace(NETWORK, actors=()),
    replace(NETWORK, actors=(replace(ACTOR, name="Actor Ä"),)),
    replace(NETWORK, actors=(replace(ACTOR, needs=Wish({"sv": "Tilaa"}, ("housing",))),)),
    replace(NETWORK, actors=(replace(ACTOR, capacity=0),)),
    replace(NETWORK, actors=(replace(ACTOR, part_of="a"),)),
    replace(NETWORK, actors=(replace(ACTOR, updated=date(2026, 1, 2)),)),
    replace(NETWORK, cooperations=()),
    replace(NETWORK, blocks=()),
])
def test_every_change_of_a_record_changes_the_version(other: Network) -> None:
    assert other.version != NETWORK.version


def test_a_field_that_came_later_changes_no_older_digest() -> None:
    """The digest of a profile from before these fields, worked out then."""
    later = {"part_of", "business_id", "website", "keywords"}
    assert json.loads(canonical(ACTOR)) == {
        name: value for name, value in document_of(ACTOR).items() if name not in later}
    unit = replace(ACTOR, part_of="city", business_id="0201256-6", website="https://a.fi", keywords=("tea",))
    assert json.loads(canonical(unit)) == document_of(unit)
    assert parse_record(Profile, canonical(ACTOR)) == ACTOR
    assert parse_record(Profile, canonical(unit)) == unit
    assert digest(ACTOR) == "d1c4277064a554134ee4e2e734aa31993fcaeee9fd6dfb60882dfde2ab16edd0"


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        ACTOR.name = "Other"  # type: ignore[misc]


def test_an_idea_without_a_name_has_a_word_for_it() -> None:
    assert render(Profile("", "").label, "en") == "the idea"


def test_a_keyed_version_changes_with_the_other_and_tells_nothing_of_it() -> None:
    assert keyed("abc", "") == "abc"
    assert keyed("abc", "secret") == keyed("abc", "secret")
    assert len({keyed("abc", "secret"), keyed("abd", "secret"), keyed("abc", "other"), "abc"}) == 4
