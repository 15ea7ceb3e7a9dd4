"""Records that are known stand by their keys, whatever is added to them, and those before stay as they were."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from data.store.known import KnownRecords
from tests.gears import examples
from tests.networks import actor

names = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["Yksi", "Kaksi"]), max_size=6)


@given(steps=st.lists(names, max_size=4))
@settings(max_examples=examples(60))
def test_records_stand_by_their_keys(steps: list[dict[str, str]]) -> None:
    known, right = KnownRecords(), dict[str, object]()
    for step in steps:
        before, changes = known, {key: replace(actor(key), name=name) for key, name in step.items()}
        copies = dict(before.by_key), before.keys, before.in_order
        known, right = known.with_changes(changes), {**right, **changes}
        assert known.by_key == right
        assert known.keys == tuple(sorted(right))
        assert known.in_order == tuple(right[key] for key in sorted(right))
        assert known == KnownRecords.of(dict(known.by_key))
        assert (before.by_key, before.keys, before.in_order) == copies
        assert (known is before) == (not step)
