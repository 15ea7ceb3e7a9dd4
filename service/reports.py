"""The shapes of what the command line reports besides answers (`--json`); field names are stable."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from service.schemas import Fault, FoundActor, Named, Schema, Versions
from service.vocabulary_pages import TermEntry


class Trouble(Schema):
    """What went wrong, where, and what to do next."""

    what: str
    where: str
    cure: str


class FileProblem(Trouble):
    """One thing to mend in a file."""

    file: str = ""
    line: int = Field(0, description="Counted from 1; 0 when the file as a whole is meant.")
    field: str = ""


class Failure(Schema):
    """Why a command did not do what it was asked to; printed on stderr."""

    error: Trouble
    problems: list[FileProblem]


class Rejects(Schema):
    """Where the rows stand that were left out."""

    file: str
    rows: int
    written_to: str


class Imported(Schema):
    """What an import did, in records of all kinds."""

    actors: int = Field(description="Profiles taken from the file.")
    cooperations: int
    blocks: int
    added: int
    changed: int
    unchanged: int
    removed: int
    rejects: list[Rejects]
    problems: list[FileProblem] = Field(description="Of the rows that were left out.")
    warnings: list[FileProblem]


class Done(Schema):
    """What was done, in words."""

    done: str


class NetworkCard(Schema):
    """One network of the installation."""

    name: str
    actors: int
    settings: dict[str, str] = Field(description="Those in which it differs from the installation.")


class NetworkList(Schema):
    """The networks of the installation."""

    networks: list[NetworkCard]


class KeyCard(Schema):
    """One key; times are UTC."""

    id: str
    name: str
    scopes: list[str]
    rate: str
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    valid: bool = Field(description="Now.")


class KeyList(Schema):
    """The keys of a network."""

    network: str
    keys: list[KeyCard]


class NewKey(Schema):
    """A key that is shown once."""

    key: str


class Finding(Schema):
    """One part of an installation, and how it is."""

    name: str
    healthy: bool
    said: str
    cure: str = Field(description="What to do; empty if it is healthy.")


class Examination(Schema):
    """An installation that was looked over."""

    healthy: bool
    findings: list[Finding]


class CheckedFile(Schema):
    """A file without problems."""

    file: str
    records: int


class Checked(Schema):
    """The files that were checked."""

    files: list[CheckedFile]
    warnings: list[FileProblem]


class SearchAnswer(Schema):
    """Actors that fit some words, best first."""

    words: str
    limit: int
    actors: list[FoundActor]
    versions: Versions


class RuleCard(Schema):
    """A rule in short."""

    name: str
    effect: str = Field(description="exclude, points or waives.")
    points: float
    waives: list[str]
    valid_from: date | None
    valid_until: date | None
    in_force: bool = Field(description="On the day asked for.")
    sentence: str


class Rules(Schema):
    """A rule file without faults."""

    file: str
    version: str
    as_of: date
    rules: list[RuleCard]


class RuleSetUse(Schema):
    """When rules were put to use, and by whom."""

    at: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")


class RuleSetCard(Schema):
    """Stored rules in short."""

    number: int = Field(description="1 for the first; 0 stands for the rules of the file in the settings.")
    version: str = Field(description="What answers that rest on them show as the version of the rules.")
    state: Literal["draft", "active", "former"] = Field(description="“former” if they were in use before.")
    note: str
    created: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")
    activations: list[RuleSetUse] = Field(description="Oldest first.")


class RuleSetShown(RuleSetCard):
    """Stored rules in full."""

    content: str = Field(description="TOML.")
    rules: list[RuleCard] = Field(description="With those that protect people, which hold in every network.")
    problems: list[Fault] = Field(description="Why they cannot be used any more; the vocabulary may have changed.")


class RuleSetList(Schema):
    """The stored rules of a network, newest first."""

    active: int = Field(description="Number of those in use; 0 for the rules of the file in the settings.")
    total: int
    limit: int
    offset: int
    rules: list[RuleSetCard]


class LogEntry(Schema):
    """One entry of the audit log."""

    number: int
    at: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")
    what: str = Field(description="Such as rules-activated.")
    details: dict[str, JsonValue]
    hash: str = Field(description="SHA-256 of the hash before it, a line feed, and the JSON of [number, at, author, "
                                  "what, details as JSON text], keys sorted and without blanks.")


class Log(Schema):
    """A part of the audit log, oldest first."""

    entries_in_all: int
    head: str = Field(description="Hash of the last entry; note it elsewhere, and the log up to it cannot be changed "
                                  "unnoticed. 64 zeros where there is none.")
    limit: int
    after: int
    entries: list[LogEntry]


class CheckedLog(Schema):
    """An audit log that holds."""

    network: str
    entries: int
    head: str


class NamedActor(Schema):
    """An actor by id and name."""

    actor_id: str
    name: str


class Places(NamedActor):
    """How many places in others' lists an actor gains, or loses when negative."""

    places: int


class Exposure(Named):
    """How many places a group gains, or loses when negative."""

    places: int


class ChangedList(NamedActor):
    """Who comes into an actor's list and who goes out."""

    gained: list[NamedActor]
    lost: list[NamedActor]


class RehearsalReport(Schema):
    """What another rule file would change."""

    as_of: date
    limit: int = Field(description="Length of the lists compared.")
    lists: int
    changed: int
    places: list[Places]
    exposure: dict[str, list[Exposure]] = Field(description="By region, sector, group and coverage.")
    changes: list[ChangedList] = Field(description="Every list that differs, the most changed first.")
    rules_now: str
    rules_then: str


class Meaning(Schema):
    """What a word stands for in a vocabulary."""

    vocabulary: str
    word: str
    as_of: date
    term: TermEntry


class SettingCard(Schema):
    """A setting."""

    name: str
    variable: str
    default: str
    value: str
    help: str


class SettingList(Schema):
    """All settings."""

    settings: list[SettingCard]

