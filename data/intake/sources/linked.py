"""Organisations of schema.org in JSON-LD, whatever their file is called; see `data.files.objects.json_ld`."""

from __future__ import annotations

from pathlib import Path

from data.files.columns import ACTOR_COLUMNS
from data.files.objects.json_ld import linked_rows
from data.files.readers import document_text
from data.intake.sources.source import Field, Known, Source, no_sheets
from data.intake.tables.table import Table, table_of_records


def read(path: Path, _known: Known, sheet: str = "") -> Table:
    """Read organisations.

    Raises:
        RecordsRefused: the file cannot be read, or holds none.
    """
    no_sheets(path, sheet)
    return table_of_records(path, linked_rows(path, document_text(path), "actors"), ACTOR_COLUMNS)


SOURCE = Source(
    "schema.org",
    "schema.org, Organization and its subtypes; JSON-LD 1.1",
    "that of the page they stand on; the vocabulary itself is under CC BY-SA 3.0",
    ACTOR_COLUMNS,
    (Field("`name`, `legalName`", "name", "with languages"),
     Field("`@type`", "sector", "where it says one (`NGO`, `CollegeOrUniversity` …)"),
     Field("`areaServed` (`City`), else `address.addressLocality`", "municipalities"),
     Field("`areaServed` (others)", "regions", "a `Country` is national reach"),
     Field("`description`", "description", "with languages"),
     Field("`url`", "website"),
     Field("`taxID`, `vatID`", "business_id"),
     Field("`knowsAbout`", "themes"),
     Field("`knowsLanguage`", "languages"),
     Field("`keywords`", "keywords"),
     Field("`seeks`", "needs"),
     Field("`makesOffer`", "offers"),
     Field("`parentOrganization`", "part_of"),
     Field("persons (`employee`, `founder`, `contactPoint` …), e-mail addresses, phone numbers, street addresses", "")),
    read)
