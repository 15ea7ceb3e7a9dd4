"""Contact data of a list: taken out of its rows, so that they never get into a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.errors import Problem
from data.files import contacts
from data.files.cells import CellRefused, line
from data.files.rows import Row
from data.intake.words.emptiness import means_nothing
from data.wording.texts import text

READERS = {"contact_name": line, "contact_email": contacts.email, "contact_phone": contacts.phone}


@dataclass(frozen=True, slots=True)
class ListedContact:
    """How an actor is reached, as a list says.

    Attributes:
        name: of a person or a role; empty where the list names none.
        email, phone: one of the two at least.
    """

    name: str
    email: str = ""
    phone: str = ""

    @property
    def domain(self) -> str:
        """The domain of the e-mail address; empty without one."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True)
class Separated:
    """Rows without contact data, and the contact data.

    Attributes:
        rows: in their order.
        contacts: number of the row, from 0 → contact data.
        warnings: what could not be taken.
    """

    rows: tuple[Row, ...]
    contacts: Mapping[int, ListedContact]
    warnings: tuple[Problem, ...]


def separate(rows: Iterable[Row]) -> Separated:
    """Take the contact data out of rows that have our headers.

    What is no address, and a name without any, is not taken and told: it does not keep the actor out of the network.
    """
    kept, found, warnings = [], {}, []
    for number, row in enumerate(rows):
        values = {name: row.values[name] for name in READERS if not _is_nothing(row.values.get(name))}
        kept.append(replace(row, values={name: value for name, value in row.values.items() if name not in READERS}))
        read, problems = _read(row, values)
        warnings += problems
        if read.get("contact_email") or read.get("contact_phone"):
            found[number] = ListedContact(
                read.get("contact_name", ""), read.get("contact_email", ""), read.get("contact_phone", ""))
        elif read.get("contact_name"):
            warnings.append(Problem(row.file, row.line, "contact_name", text(
                "A name without an e-mail address or a phone number is no contact."), text("Add one of the two.")))
    return Separated(tuple(kept), found, tuple(warnings))


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and (not value.strip() or means_nothing(value)))


def _read(row: Row, values: Mapping[str, object]) -> tuple[dict[str, str], list[Problem]]:
    read, problems = {}, []
    for name, value in values.items():
        try:
            read[name] = READERS[name](value)
        except CellRefused as error:
            problems.append(Problem(row.file, row.line, name, error.what, error.cure))
    return read, problems
