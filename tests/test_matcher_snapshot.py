"""A snapshot refuses records that were made with another vocabulary."""

from dataclasses import replace

import pytest

from data.records import Cooperation
from matcher.errors import SnapshotRefused
from tests.networks import actor, snapshot, together


def test_a_theme_of_a_cooperation_that_is_in_no_vocabulary_is_refused() -> None:
    work = replace(together("a", "b"), themes=("employment", "alchemy"))
    with pytest.raises(SnapshotRefused, match=r"^Project: .* has no theme “alchemy”"):
        snapshot(actor("a"), actor("b"), cooperations=[work])
    nameless = Cooperation(("a", "b"), "", themes=("alchemy",))
    with pytest.raises(SnapshotRefused, match="a, b: "):
        snapshot(actor("a"), actor("b"), cooperations=[nameless])
    known = replace(work, themes=("employment",))
    assert snapshot(actor("a"), actor("b"), cooperations=[known]).network.cooperations == (known,)
