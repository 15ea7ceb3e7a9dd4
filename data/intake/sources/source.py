"""What a source is: where its documents come from, what of them becomes what, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from data.errors import RecordsRefused
from data.files.columns import Layout
from data.files.rows import file_error
from data.intake.questions import Answers
from data.intake.tables.table import Table
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text


@dataclass(frozen=True)
class Known:
    """What a document is read against.

    Attributes:
        vocabularies: the codes.
        actors: that may be meant by name.
        answers: what has been answered about lists.
    """

    vocabularies: Vocabularies
    actors: Sequence[Profile] = ()
    answers: Answers = field(default_factory=Answers)


# The file, what it is read against, and the name of a sheet, empty for the first that looks like a table.
Reader: TypeAlias = "Callable[[Path, Known, str], Table]"


@dataclass(frozen=True, slots=True)
class Field:
    """What becomes of a field.

    Attributes:
        place: where it stands in the document.
        column: what it becomes; empty for what is lost.
        how: what is to be known of that.
    """

    place: str
    column: str
    how: str = ""


@dataclass(frozen=True)
class Source:
    """A source whose shape is published.

    Attributes:
        name: a proper noun, for messages.
        schema: where the shape is published, and the day we looked.
        licence: of its data.
        layout: what it tells of, `ACTOR_COLUMNS` or `COOPERATION_COLUMNS`.
        fields: what becomes of each field.
        read: reads a document.
    """

    name: str
    schema: str
    licence: str
    layout: Layout
    fields: tuple[Field, ...]
    read: Reader


def no_answer(path: Path, source: str, cure: Text) -> RecordsRefused:
    """Return the error for a file that does not have the shape of a source."""
    return file_error(path, 0, text("This is no answer of {source}.", source=source), cure)


def no_sheets(path: Path, sheet: str) -> None:
    """Refuse the name of a sheet.

    Raises:
        RecordsRefused: one is named.
    """
    if sheet:
        raise file_error(path, 0, text("There are no sheets in this file."), text("Leave the sheet out."))
