"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from data.files.exporting.formats import Format, format_of
from data.intake.formats import SourceFormat
from matcher.asking.counterparts import Counterparts


def day(word: str) -> date:
    """Return the day of an ISO 8601 date."""
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise typer.BadParameter(f"“{word}” is not a day. Write it as 2026-01-31.") from error


def _left_out() -> None:
    """Stand for the day it is in the network, which only its settings tell; see `Shell.day`."""
    return


AsOf = Annotated[date | None, typer.Option("--as-of", parser=day, metavar="DATE", default_factory=_left_out,
                                    show_default="today",
                                    help="The day the answer is for: rules, authorities and cooperations as of then.")]
Limit = Annotated[int, typer.Option(metavar="N", help="How many, 1 to 100.")]
ActorIdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of an actor; “kumppani search” finds it.")]
Words = list[str] | None
ACTORS_HELP = "Profiles: CSV, XLSX, JSON Lines or JSON."


@dataclass(frozen=True)
class RelationOptions:
    """Files that refer to actors."""

    cooperations: Annotated[Path | None, typer.Option(metavar="FILE", help="Who has worked with whom.")] = None
    blocks: Annotated[Path | None, typer.Option(metavar="FILE", help="Pairs that must not be suggested.")] = None


Shape = Annotated[SourceFormat, typer.Option(
    "--format", help="The shape of FILE: a list of any kind, or what a source publishes.")]


@dataclass(frozen=True)
class ImportOptions:
    """What to import, and what to do with what is stored and with rows that have problems."""

    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=ACTORS_HELP)] = None
    form: Shape = SourceFormat.LIST
    sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet with the table.",
                                       show_default="the first that looks like one")] = ""
    map: Annotated[Words, typer.Option(
        "--map", metavar="HEADER=COLUMN", help="What a column holds, “-” for nothing; may be given again.")] = None
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="Questions about the list, answered.")] = None
    questions: Annotated[Path | None, typer.Option(
        metavar="FILE", help="Where to write what is open, .xlsx or .json.",
        show_default="beside FILE, NAME.questions.xlsx")] = None
    demo: Annotated[bool, typer.Option("--demo", help="Instead of FILE: 211 actors of integration work.")] = False
    replace: Annotated[bool, typer.Option(
        "--replace", help="Remove the stored actors (cooperations, blocks) that a given file of them lacks.")] = False
    skip_invalid: Annotated[bool, typer.Option(
        "--skip-invalid", help="Take the good rows, and write the others to a file.")] = False
    rejects: Annotated[Path | None, typer.Option(
        metavar="FILE", help="Where to write them.", show_default="beside FILE, in its format: NAME.rejected…")] = None

    def check(self, relations: RelationOptions) -> None:
        """Refuse options that do not go together."""
        if self.demo and self.file:
            raise typer.BadParameter("Give either a FILE or --demo.")
        if not (self.demo or self.file or relations.cooperations or relations.blocks):
            raise typer.BadParameter("Give a FILE, --demo, --cooperations or --blocks.")
        if self.form is not SourceFormat.LIST and not self.file:
            raise typer.BadParameter("--format tells the shape of FILE: give one.")
        if self.demo and (relations.cooperations or relations.blocks):
            raise typer.BadParameter("--demo brings its own cooperations.")
        if self.rejects and not self.skip_invalid:
            raise typer.BadParameter("--rejects goes with --skip-invalid.")
        if self.rejects in (self.file, relations.cooperations, relations.blocks) and self.rejects:
            raise typer.BadParameter("--rejects names a file that is to be read.")
        if any("=" not in entry for entry in self.map or ()):
            raise typer.BadParameter("Write --map as HEADER=COLUMN, such as --map \"Organisation=name\".")


@dataclass(frozen=True)
class SeekerOptions:
    """Who asks: a stored actor, an idea (perhaps that of a stored actor), or a profile in a file."""

    actor: Annotated[str | None, typer.Argument(metavar="ID", help="Id of the actor that looks for partners.")] = None
    idea: Annotated[str | None, typer.Option(
        metavar="TEXT", help="What a project is about, in plain words; with ID it is the idea of that actor.")] = None
    theme: Annotated[Words, typer.Option(
        metavar="WORD", help="Theme of the idea, instead of those read; may be repeated.")] = None
    region: Annotated[Words, typer.Option(
        metavar="WORD", help="Where the idea takes place, instead of what is read; may be repeated.")] = None
    wanted_sector: Annotated[Words, typer.Option(
        metavar="WORD", help="Sector the idea needs partners in, instead of those read; may be repeated.")] = None
    profile: Annotated[Path | None, typer.Option(
        metavar="FILE", help="Instead of ID: a JSON file with a profile that is not stored.")] = None

    @property
    def is_idea(self) -> bool:
        """Whether an idea asks."""
        return self.idea is not None or bool(self.theme or self.region or self.wanted_sector)

    def check(self) -> None:
        """Refuse a command line that names nobody, or more than one."""
        asks = self.actor is not None or self.is_idea
        if asks == (self.profile is not None):
            raise typer.BadParameter("Give either the ID of an actor, or an idea (--idea with --theme, --region and "
                                     "--wanted-sector), a --profile, or --all.")

    def demand_nobody(self) -> None:
        """Refuse a command line that names somebody beside all."""
        if self.actor is not None or self.is_idea or self.profile is not None:
            raise typer.BadParameter("--all stands for everybody: leave ID, idea and profile out.")


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """Which part of the answer, and of which day."""

    limit: Limit = 10
    offset: Annotated[int, typer.Option(metavar="N", help="How many of the best to pass over.")] = 0
    as_of: AsOf
    known_partners: Annotated[bool, typer.Option(
        "--known-partners", help="Also suggest those it has already worked with.")] = False
    diversity: Annotated[float, typer.Option(
        metavar="0…1", help="0: the best first; 1: as many sectors as there are, first.")] = 0.0
    counterparts: Annotated[Counterparts | None, typer.Option(
        help="Where authorities stand that have a duty by law where the actor is based: mixed with the others, apart, "
             "or nowhere (none).", show_default="apart; mixed with --json")] = None


@dataclass(frozen=True)
class FilterOptions:
    """Which actors may come up; each option may be given several times."""

    in_region: Annotated[Words, typer.Option(metavar="WORD", help="Only actors of this region.")] = None
    in_sector: Annotated[Words, typer.Option(metavar="WORD", help="Only actors of this sector.")] = None
    in_theme: Annotated[Words, typer.Option(metavar="WORD", help="Only actors with this theme, or a narrower.")] = None
    in_language: Annotated[Words, typer.Option(metavar="CODE", help="Only actors working in this language.")] = None
    not_region: Annotated[Words, typer.Option(metavar="WORD", help="No actors of this region.")] = None
    not_sector: Annotated[Words, typer.Option(metavar="WORD", help="No actors of this sector.")] = None
    not_theme: Annotated[Words, typer.Option(metavar="WORD", help="No actors with this theme, or a narrower.")] = None
    not_language: Annotated[Words, typer.Option(metavar="CODE", help="No actors working in this language.")] = None

    def requirements(self) -> dict[str, tuple[str, ...]]:
        """Return what actors must have, by field."""
        return self._by_field("in_")

    def exclusions(self) -> dict[str, tuple[str, ...]]:
        """Return what actors must not have, by field."""
        return self._by_field("not_")

    def _by_field(self, prefix: str) -> dict[str, tuple[str, ...]]:
        fields = ("region", "sector", "theme", "language")
        return {field: tuple(getattr(self, prefix + field) or ()) for field in fields}


@dataclass(frozen=True)
class ExtentOptions:
    """Whose records are written."""

    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Ids of actors; or --all.")] = None
    everything: Annotated[bool, typer.Option("--all", help="Of all actors of the network.")] = False

    def check(self) -> None:
        """Refuse a command line that names nobody, or both."""
        if bool(self.ids) == self.everything:
            raise typer.BadParameter("Give either the IDs of actors, or --all.")


@dataclass(frozen=True)
class FileOptions:
    """Where to, and in which format."""

    form: Annotated[Format | None, typer.Option(
        "--format", help="Format of the file.", show_default="as FILE ends, else csv")] = None
    out: Annotated[Path | None, typer.Option(
        metavar="FILE", help="A new file.", show_default="what is printed")] = None

    @property
    def format(self) -> Format:
        """The format that is asked for."""
        return self.form or format_of(self.out or Path())

    def check(self, as_json: bool) -> None:
        """Refuse what cannot be printed."""
        if self.out is None and (as_json or self.format is Format.XLSX):
            raise typer.BadParameter("It needs a file: --out FILE.")
