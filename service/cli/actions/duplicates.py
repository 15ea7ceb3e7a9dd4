"""Actors that may be one on the command line: listed, merged and told apart."""

from __future__ import annotations

from data.governance.audit_log import COMMAND_LINE, Signature
from data.store.merging import demand_two, merge_actors
from data.wording.texts import text, texts
from data.wording.words import composed
from service.cli.actions.suggestions import open_network
from service.cli.shell import Shell
from service.clock import now
from service.runtime.duplicates import duplicates_in
from service.runtime.loading import open_store
from service.schemas.duplicates import DuplicatePage, DuplicatePair, page_of
from service.schemas.writer import Writer

MOST_SIDES = 8


def list_duplicates(shell: Shell, limit: int) -> None:
    """Show pairs of stored actors that may be one."""
    with open_store(shell.settings) as (store, _), store.reading() as session:
        known = session.distinct_pairs.answers()
    snapshot = open_network(shell).snapshot
    writer = Writer(snapshot.vocabularies, shell.language)
    answer = page_of(duplicates_in(snapshot, known), writer, shell.language, limit)
    shell.answer(answer, lambda: _show(answer, shell))


def _show(answer: DuplicatePage, shell: Shell) -> None:
    for pair in answer.pairs:
        _show_pair(pair, shell)
    shell.out.say(shell.words(texts("{count} pair may be one actor.", "{count} pairs may be one actor.",
                                    count=answer.total)))
    if answer.pairs:
        shell.out.say(shell.words(text("“kumppani duplicates merge KEEP GONE” makes one of two, “kumppani duplicates "
                                       "differ A B” says that they are two.")))


def _show_pair(pair: DuplicatePair, shell: Shell) -> None:
    shell.out.say(f"{pair.first.id} – {pair.second.id}", style="bold")
    for reason in pair.reasons:
        shell.out.paragraph(reason, indent=4)
    for side in pair.differences[:MOST_SIDES]:
        shell.out.paragraph(f"{side.label}: {side.first or '–'} | {side.second or '–'}", indent=4)


def merge(shell: Shell, kept: str, gone: str) -> None:
    """Make one actor of two."""
    with open_store(shell.settings) as (store, _), store.writing() as transaction:
        if composed(kept) == composed(gone):
            demand_two(transaction, composed(kept), composed(gone))
        merged = merge_actors(transaction, composed(kept), composed(gone), Signature(COMMAND_LINE, now()))
    shell.confirm(text("“{gone}” is “{kept}” now. Moved – cooperations: {cooperations}, blocks, opinions and outcomes: "
                       "{statements}; gone, as they said the same or were of the two: {dropped}.", gone=merged.gone,
                       kept=merged.kept, cooperations=merged.cooperations, statements=merged.statements,
                       dropped=merged.dropped))


def differ(shell: Shell, actor: str, other: str) -> None:
    """Note that two actors are two."""
    with open_store(shell.settings) as (store, _), store.writing() as transaction:
        one, two = demand_two(transaction, composed(actor), composed(other))
        transaction.distinct_pairs.add([(one, two)], now())
    shell.confirm(text("“{one}” and “{other}” are two actors: the pair is not listed any more.", one=one, other=two))
