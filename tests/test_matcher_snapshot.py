"""A snapshot refuses records made with another vocabulary, and follows a network that changes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from matcher.engine import Matcher
from matcher.errors import SnapshotRefused
from matcher.query import Filters, Query
from matcher.snapshot import Snapshot
from tests.gears import examples
from tests.networks import ESPOO, TODAY, TURKU, actor, finland, full_weights, shipped_rules, snapshot, together


def test_a_theme_of_a_cooperation_that_is_in_no_vocabulary_is_refused() -> None:
    work = replace(together("a", "b"), themes=("employment", "alchemy"))
    with pytest.raises(SnapshotRefused, match=r"^Project: .* has no theme “alchemy”"):
        snapshot(actor("a"), actor("b"), cooperations=[work])
    nameless = Cooperation(("a", "b"), "", themes=("alchemy",))
    with pytest.raises(SnapshotRefused, match="a, b: "):
        snapshot(actor("a"), actor("b"), cooperations=[nameless])
    known = replace(work, themes=("employment",))
    assert snapshot(actor("a"), actor("b"), cooperations=[known]).network.cooperations == (known,)


TEXTS = ("Kielikahvila kirjastossa", "Mentorointia nuorille", "")
profiles = st.builds(
    lambda number, words, theme, place, languages: actor(
        f"a{number}", descriptions={"fi": words}, themes=theme, municipalities=(place,), languages=languages),
    st.integers(0, 6), st.sampled_from(TEXTS), st.sampled_from([(), ("employment",), ("sports", "women_groups")]),
    st.sampled_from([ESPOO, TURKU]), st.sampled_from([("fi",), ("fi", "sv"), ()]))
networks = st.lists(profiles, min_size=1, max_size=5, unique_by=lambda profile: profile.id)


def network_of(actors: Sequence[Profile]) -> Network:
    ids = sorted(profile.id for profile in actors)
    return Network(tuple(sorted(actors, key=lambda profile: profile.id)),
                   (together(ids[0], ids[-1], title="Kielikahvila"),) if len(ids) > 1 else ())


def answers(opened: Snapshot) -> list[object]:
    """Everything that is answered for everybody, with numbers that may differ in the last digits taken apart."""
    matcher = Matcher(opened)
    found: list[object] = []
    for profile in opened.network.actors:
        suggested = matcher.suggest(profile, Query(TODAY, limit=100)).suggestions
        found += [(profile.id, item.profile.id, item.origins, [row.points for row in item.ledger.rows])
                  for item in suggested]
    for words in ("kieli", "nuoret", "Espoo"):
        found += [(words, item.profile.id, [item.score]) for item in matcher.search(words, Filters(), 100)]
    return found


@settings(max_examples=examples(15), deadline=None)
@given(before=networks, between=networks, after=networks)
def test_a_snapshot_that_follows_answers_as_one_opened_anew(before: list[Profile], between: list[Profile],
                                                            after: list[Profile]) -> None:
    followed = snapshot(*before, weights=full_weights(), rules=shipped_rules())
    for actors in (between, after):
        followed = followed.follow(network_of(actors))
    anew = snapshot(*after, cooperations=network_of(after).cooperations, weights=full_weights(), rules=shipped_rules())
    assert followed.versions == anew.versions
    assert [item[:-1] for item in answers(followed)] == [item[:-1] for item in answers(anew)]  # type: ignore[index]
    for mine, right in zip(answers(followed), answers(anew), strict=True):
        np.testing.assert_allclose(mine[-1], right[-1], atol=1e-6)  # type: ignore[index]


def test_only_new_texts_are_encoded() -> None:
    opened = snapshot(actor("a", descriptions={"fi": "Vanha"}), actor("b", descriptions={"fi": "Toinen"}))
    asked: list[str] = []
    encode = opened.encoder.encode
    opened.encoder.encode = lambda texts, progress=None: asked.extend(texts) or encode(texts, progress)  # type: ignore[func-returns-value, method-assign]
    other = opened.follow(network_of([*opened.network.actors, actor("c", descriptions={"fi": "Uusi"})]))
    assert asked == ["Uusi"]
    assert [profile.id for profile in opened.network.actors] == ["a", "b"]
    assert [profile.id for profile in other.network.actors] == ["a", "b", "c"]


def test_a_change_with_an_unknown_code_is_refused() -> None:
    opened = snapshot(actor("a"))
    with pytest.raises(SnapshotRefused, match="alchemy"):
        opened.follow(network_of([actor("b", themes=("alchemy",))]))
    assert finland().themes.find("alchemy") == ()
