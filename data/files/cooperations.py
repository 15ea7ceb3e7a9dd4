"""Rows to cooperations and blocks: what actors have to do with each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.errors import RecordsRefused
from data.files import cells
from data.files.cells import ActorIds, Codes
from data.files.columns import BLOCKS, COOPERATIONS, Kind, Place
from data.files.row_checks import SHOWN_UNKNOWN, SIMPLE_READERS, Checked, Reader, RowCheck, code_list, unknown_column
from data.files.rows import Row
from data.records.documents import record_of
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text

MEMBERS: frozenset[Place] = frozenset({("members",), ("actor_a",), ("actor_b",)})


class CooperationCheck:
    """Makes cooperations from rows.

    Args:
        actors: the ids that may be members.
        vocabularies: where themes are looked up.
    """

    def __init__(self, actors: ActorIds, vocabularies: Vocabularies) -> None:
        self._readers = {**_member_readers(actors), Kind.CODES: code_list(Codes(vocabularies))}

    def check(self, row: Row) -> Checked[Cooperation]:
        """Return the cooperation of a row, or all its problems."""
        found = RowCheck(row, COOPERATIONS, self._readers)
        pair = [found.get(name) for name in ("actor_a", "actor_b") if found.get(name)]
        members = tuple(sorted({*(found.get("members") or ()), *pair}))
        if not found.refused & MEMBERS:  # those left out could be the ones that are missing
            _check_members(found, members)
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            found.refuse(("until",), text("The last day is before the first."), text("Exchange the two."))
        return found.checked(lambda: _cooperation(found, members))


def _check_members(found: RowCheck, members: tuple[str, ...]) -> None:
    if len(members) < 2:  # noqa: PLR2004
        found.refuse((), text("A cooperation has at least two different members."),
                     text("Fill in actor_a and actor_b, or members."))
    elif found.get("lead") and found.get("lead") not in members:
        found.refuse(("lead",), text("“{actor}” is not a member of this cooperation.", actor=found.get("lead")),
                     text("Name one of the members, or add it to them."))


def _cooperation(found: RowCheck, members: tuple[str, ...]) -> Cooperation:
    return record_of(Cooperation, {"title": "", **found.document(), "members": members})


def draft_cooperation(record: Mapping[str, object], vocabularies: Vocabularies, actors: Collection[str]) -> Cooperation:
    """Return the cooperation of one record that comes from no file.

    Args:
        record: flat or nested, as in a JSON file.
        vocabularies: where themes are looked up.
        actors: the ids that may be members.

    Raises:
        RecordsRefused: something is wrong; unknown fields count too, since nobody would see a warning.
    """
    row = Row("", 0, record)
    found = CooperationCheck(ActorIds(actors), vocabularies).check(row)
    unknown = (unknown_column(row, COOPERATIONS, field) for field in found.unknown[:SHOWN_UNKNOWN])
    problems = (*found.problems, *unknown)
    if problems or found.record is None:
        raise RecordsRefused(problems, text("The cooperation cannot be used."), "", text("Correct what is listed."))
    return found.record


class BlockCheck:
    """Makes blocks from rows."""

    def __init__(self, actors: ActorIds) -> None:
        self._readers = _member_readers(actors)

    def check(self, row: Row) -> Checked[Block]:
        """Return the block of a row, or all its problems."""
        found = RowCheck(row, BLOCKS, self._readers)
        found.demand(("actor",))
        found.demand(("other",))
        if found.get("actor") and found.get("actor") == found.get("other"):
            found.refuse(("other",), text("An actor cannot block itself."), text("Name the other actor."))
        return found.checked(lambda: Block(found.get("actor"), found.get("other")))


def _member_readers(actors: ActorIds) -> Mapping[Kind, Reader]:
    return {
        **SIMPLE_READERS,
        Kind.ID: lambda cell: actors.known(cell.value),
        Kind.IDS: lambda cell: cells.each(cells.items(cell.value, lambda _: False), actors.known),
    }
