"""Rows to cooperations and blocks: what actors have to do with each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.errors import RecordsRefused
from data.files import cells
from data.files.cells import ActorIds, Codes
from data.files.columns import BLOCK_COLUMNS, COOPERATION_COLUMNS, CellKind, Place
from data.files.row_checks import MOST_UNKNOWN, SIMPLE_READERS, Reader, RowCheck, RowResult, code_list, unknown_column
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
        self._readers = {**_member_readers(actors), CellKind.CODES: code_list(Codes(vocabularies))}

    def check(self, row: Row) -> RowResult[Cooperation]:
        """Return the cooperation of a row, or all its problems."""
        check = RowCheck(row, COOPERATION_COLUMNS, self._readers)
        pair = [check.get(name) for name in ("actor_a", "actor_b") if check.get(name)]
        members = tuple(sorted({*(check.get("members") or ()), *pair}))
        if not check.refusals & MEMBERS:  # those left out could be the ones that are missing
            _check_members(check, members)
        since, until = check.get("since"), check.get("until")
        if since and until and since > until:
            check.refuse(("until",), text("The last day is before the first."), text("Exchange the two."))
        return check.result(lambda: _cooperation(check, members))


def _check_members(check: RowCheck, members: tuple[str, ...]) -> None:
    if len(members) < 2:  # noqa: PLR2004
        check.refuse((), text("A cooperation has at least two different members."),
                     text("Fill in actor_a and actor_b, or members."))
    elif check.get("lead") and check.get("lead") not in members:
        check.refuse(("lead",), text("“{actor}” is not a member of this cooperation.", actor=check.get("lead")),
                     text("Name one of the members, or add it to them."))


def _cooperation(check: RowCheck, members: tuple[str, ...]) -> Cooperation:
    return record_of(Cooperation, {"title": "", **check.document(), "members": members})


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
    result = CooperationCheck(ActorIds(actors), vocabularies).check(row)
    unknown = (unknown_column(row, COOPERATION_COLUMNS, field) for field in result.unknown[:MOST_UNKNOWN])
    problems = (*result.problems, *unknown)
    if problems or result.record is None:
        raise RecordsRefused(problems, text("The cooperation cannot be used."), "", text("Correct what is listed."))
    return result.record


class BlockCheck:
    """Makes blocks from rows."""

    def __init__(self, actors: ActorIds) -> None:
        self._readers = _member_readers(actors)

    def check(self, row: Row) -> RowResult[Block]:
        """Return the block of a row, or all its problems."""
        check = RowCheck(row, BLOCK_COLUMNS, self._readers)
        check.demand(("actor",))
        check.demand(("other",))
        if check.get("actor") and check.get("actor") == check.get("other"):
            check.refuse(("other",), text("An actor cannot block itself."), text("Name the other actor."))
        return check.result(lambda: Block(check.get("actor"), check.get("other")))


def _member_readers(actors: ActorIds) -> Mapping[CellKind, Reader]:
    return {
        **SIMPLE_READERS,
        CellKind.ID: lambda cell: actors.read(cell.value),
        CellKind.IDS: lambda cell: cells.each(cells.items(cell.value, lambda _: False), actors.read),
    }
