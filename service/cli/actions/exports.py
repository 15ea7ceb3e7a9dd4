"""What is stored, and the lists that are made of it, to files that spreadsheets and other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from data.errors import DataError
from data.files.cells import ActorIds
from data.files.exporting.files import demand_new, write_pieces
from data.files.exporting.formats import Format
from data.files.exporting.lines import line_pieces
from data.files.exporting.template import template_bytes
from data.files.writers import actor_pieces, cooperation_pieces, table_pieces
from data.records.network import Network
from data.records.profiles import Profile, Status
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from data.wording.texts import Text, text, texts
from data.wording.words import composed
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Query, make_filters
from matcher.engine import Matcher
from service.cli.actions.suggestions import open_network
from service.cli.options import ExtentOptions, FileOptions, FilterOptions, PageOptions
from service.cli.shell import Shell
from service.cli.suggestion_lists import ListTables, pair_document
from service.runtime.loading import open_store, vocabularies_of
from service.schemas.suggestions import SuggestionPage
from service.schemas.writer import Writer


def export_actors(shell: Shell, extent: ExtentOptions, file: FileOptions, filters: FilterOptions) -> None:
    """Write profiles."""
    network, vocabularies = _stored(shell)
    wanted = make_filters(filters.requirements(), filters.exclusions(), vocabularies)
    profiles = [actor for actor in _chosen(network, extent) if wanted.admit(actor)]
    _deliver(file, actor_pieces(profiles, file.format, vocabularies, shell.language))
    _tell(shell, file, texts("{count} actor was written to {file}.", "{count} actors were written to {file}.",
                             count=len(profiles), file=str(file.out)))


def export_cooperations(shell: Shell, extent: ExtentOptions, file: FileOptions) -> None:
    """Write cooperations."""
    network, vocabularies = _stored(shell)
    chosen = {actor.id for actor in _chosen(network, extent)}
    records = [record for record in network.cooperations if extent.everything or chosen.intersection(record.members)]
    _deliver(file, cooperation_pieces(records, file.format, vocabularies, shell.language))
    _tell(shell, file, texts("{count} cooperation was written to {file}.",
                             "{count} cooperations were written to {file}.", count=len(records), file=str(file.out)))


def export_suggestions(shell: Shell, extent: ExtentOptions, file: FileOptions, page: PageOptions,
                       filters: FilterOptions) -> None:
    """Write the lists of actors; each is asked for when the one before has been written."""
    if file.out is not None:
        demand_new(file.out)  # before the network is read: that takes its time
    matcher = open_network(shell)
    vocabularies = matcher.snapshot.vocabularies
    query = Query(shell.day(page.as_of), page.limit, page.offset,
                  make_filters(filters.requirements(), filters.exclusions(), vocabularies), page.known_partners,
                  page.diversity, page.counterparts or Counterparts.MIXED)
    seekers = [actor for actor in _chosen(matcher.snapshot.network, extent)
               if not extent.everything or actor.status is Status.ACTIVE]
    with shell.progress(text("Asking for the lists"), len(seekers)) as advance:
        pages = _pages(matcher, seekers, query, Writer(vocabularies, shell.language))
        lists = ListTables(_counted(pages, advance), shell.language)
        if file.format is Format.JSONL:
            pieces = line_pieces(map(pair_document, lists.pairs()))
        else:
            pieces = table_pieces(lists.tables(), file.format, shell.language)
        _deliver(file, pieces)
    _tell(shell, file, texts("The list of {count} actor was written to {file}.",
                             "The lists of {count} actors were written to {file}.", count=len(seekers),
                             file=str(file.out)))


def _pages(matcher: Matcher, seekers: Iterable[Profile], query: Query, writer: Writer) -> Iterator[SuggestionPage]:
    for seeker in seekers:
        yield writer.suggestions(matcher.suggest(seeker, query), query.as_of, query.limit, query.offset)


def _counted(pages: Iterable[SuggestionPage], advance: Callable[[int], None]) -> Iterator[SuggestionPage]:
    for number, page in enumerate(pages, 1):
        yield page
        advance(number)


def write_template(shell: Shell, path: Path) -> None:
    """Write an empty list."""
    demand_new(path)
    _write(path, [template_bytes(vocabularies_of(shell.settings), shell.language)])
    shell.confirm(text("The template was written to {file}. When it is filled in: kumppani check {file}",
                       file=str(path)))


def _stored(shell: Shell) -> tuple[Network, Vocabularies]:
    with open_store(shell.settings) as (store, settings):
        return store.read(), open_vocabularies(settings.vocabulary)


def _chosen(network: Network, extent: ExtentOptions) -> list[Profile]:
    """Return the actors that are asked for, in the order of their ids.

    Raises:
        UnknownActor: one is not there.
    """
    known = ActorIds([actor.id for actor in network.actors])
    ids = {known.read(composed(word)) for word in extent.ids or ()}
    return [actor for actor in network.actors if extent.everything or actor.id in ids]


def _deliver(file: FileOptions, pieces: Iterable[bytes]) -> None:
    """Write to a new file, or print."""
    if file.out is not None:
        demand_new(file.out)
        _write(file.out, pieces)
        return
    sys.stdout.flush()
    sys.stdout.buffer.writelines(pieces)
    sys.stdout.buffer.flush()


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        write_pieces(path, pieces)
    except OSError as error:
        raise DataError(text("The file cannot be written: {reason}.", reason=error.strerror or str(error)), str(path),
                        text("Name another file.")) from error


def _tell(shell: Shell, file: FileOptions, message: Text) -> None:
    if file.out is not None:
        shell.confirm(message)
