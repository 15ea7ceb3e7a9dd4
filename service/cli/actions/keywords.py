"""The keywords of a network, for those who keep the vocabulary of themes."""

from __future__ import annotations

from data.files.columns import ACTOR_COLUMNS
from data.intake.words.hints import Hints
from data.intake.words.keywords import count_keywords
from data.store.store import StoredState
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import render, text
from matcher.asking.nearest import open_nearest
from service.cli.layout import grid
from service.cli.shell import Shell
from service.runtime.loading import open_encoder_for, open_store
from service.schemas.base import CodeLabel
from service.schemas.vocabularies import KeywordEntry, KeywordList

MOST_KEYWORDS = 500
WIDTHS = (36, 10, None)


def show_keywords(shell: Shell) -> None:
    """Show the keywords that profiles carry, the commonest first, each with the theme that may be meant.

    Raises:
        StoreRefused: the database cannot be used.
        ModelError: the encoder cannot be used.
    """
    with open_store(shell.settings) as (store, own):
        actors = store.read_after(StoredState()).network.actors
    vocabularies = open_vocabularies(own.vocabulary)
    counts = count_keywords(actors)[:MOST_KEYWORDS]
    hints = Hints(vocabularies, open_nearest(vocabularies, open_encoder_for(own)))
    themes = hints.of(ACTOR_COLUMNS.names["themes"], [count.word for count in counts])
    answer = KeywordList(keywords=[
        KeywordEntry(word=count.word, profiles=count.count, theme=next(
            (CodeLabel(code=hint.code, label=render(vocabularies.themes.labels(hint.code), shell.language))
             for hint in own_hints), None))
        for count, own_hints in zip(counts, themes, strict=True)])
    shell.answer(answer, lambda: _show(answer, shell))


def _show(answer: KeywordList, shell: Shell) -> None:
    if not answer.keywords:
        shell.out.say(shell.words(text("No profile carries keywords.")))
        return
    headers = [shell.words(title) for title in (text("keyword"), text("profiles"), text("nearest theme"))]
    table = grid(*WIDTHS, headers=headers)
    for entry in answer.keywords:
        theme = f"{entry.theme.label} ({entry.theme.code})" if entry.theme else ""
        table.add_row(entry.word, str(entry.profiles), theme)
    shell.out.wide(table)
