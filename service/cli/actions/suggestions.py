"""Questions to the stored network, from the words of a command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.errors import RecordsRefused, UnknownActor
from data.files.objects.json_rows import document_rows
from data.files.profiles import draft_profile
from data.files.rows import excerpt, file_error
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, text
from data.wording.words import composed, plain
from data.wording.words import nearest as nearest_names
from matcher.asking.counterparts import Counterparts
from matcher.asking.idea import AskedIdea, idea, read_idea
from matcher.asking.query import Filters, Query, make_filters
from matcher.engine import Matcher
from service.cli.options import FilterOptions, PageOptions, SeekerOptions
from service.cli.shell import Shell
from service.cli.suggestions_view import show_explanation, show_hits, show_suggestions
from service.runtime.loading import open_matcher, open_store
from service.schemas.search import SearchAnswer
from service.schemas.suggestions import VersionsDocument
from service.schemas.writer import Writer

MOST_NEAR = 3


def open_network(shell: Shell) -> Matcher:
    """Return a matcher over the stored network; shows a bar while texts are encoded that were not before."""
    with shell.progress(text("Reading the network")) as advance:
        return open_matcher(shell.settings, advance)


def suggest(shell: Shell, seeker: SeekerOptions, page: PageOptions, filters: FilterOptions) -> None:
    """Answer who to work with."""
    matcher = open_network(shell)
    vocabularies = matcher.snapshot.vocabularies
    asked = _asked_idea(seeker, matcher) if seeker.is_idea else None
    day = shell.day(page.as_of)
    query = Query(day, page.limit, page.offset, _filters(filters, vocabularies), page.known_partners,
                  page.diversity, page.counterparts or (Counterparts.MIXED if shell.as_json else Counterparts.APART))
    suggestions = matcher.suggest(_seeker(seeker, asked, matcher, shell), asked.brief.ask(query) if asked else query)
    answer = Writer(vocabularies, shell.language).suggestions(suggestions, day, page.limit, page.offset, asked)
    shell.answer(answer, lambda: show_suggestions(answer, shell, seeker.idea or ""))


def search(shell: Shell, words: str, filters: FilterOptions, limit: int) -> None:
    """Answer which actors fit some words."""
    matcher = open_network(shell)
    Query(shell.today(), limit)  # refuses a limit out of its bounds
    vocabularies = matcher.snapshot.vocabularies
    hits = Writer(vocabularies, shell.language).hits(matcher.search(words, _filters(filters, vocabularies), limit))
    versions = VersionsDocument(**matcher.snapshot.versions.as_dict())
    answer = SearchAnswer(words=words, limit=limit, actors=hits, versions=versions)
    shell.answer(answer, lambda: show_hits(answer, shell))


def explain(shell: Shell, actor: str, other: str, as_of: date) -> None:
    """Answer what speaks for and against a pair."""
    matcher = open_network(shell)
    explanation = matcher.explain(stored_actor(matcher, _id_of_now(shell, actor)),
                                  stored_actor(matcher, _id_of_now(shell, other)), as_of)
    answer = Writer(matcher.snapshot.vocabularies, shell.language).explanation(explanation, as_of)
    shell.answer(answer, lambda: show_explanation(answer, shell))


def _id_of_now(shell: Shell, actor: str) -> str:
    """Return the id of an actor that is there; of one that was merged with another one it says so."""
    with open_store(shell.settings) as (store, _), store.reading() as session:
        new = session.aliases.resolve(composed(actor))
    if new != composed(actor):
        shell.note(text("The actor “{old}” was merged with “{new}”.", old=composed(actor), new=new))
    return new


def stored_actor(matcher: Matcher, actor: str) -> Profile:
    """Return a stored actor.

    Raises:
        UnknownActor: there is none with this id; the cure names those with a similar id or name.
    """
    try:
        return matcher.snapshot.actor(composed(actor))
    except UnknownActor as error:
        near = nearest(actor, matcher.snapshot.network.actors)
        if not near:
            raise
        names = tuple(_id_with_name(profile) for profile in near)
        what = text("There is no actor “{actor}”.", actor=excerpt(actor))
        raise UnknownActor(what, "", text("Did you mean one of these? {actors}", actors=names)) from error


def _id_with_name(profile: Profile) -> Labels:
    names = {"": profile.name, **profile.names}
    return Labels({language: f"{profile.id} ({name})" for language, name in names.items()})


def nearest(words: str, actors: Sequence[Profile]) -> tuple[Profile, ...]:
    """Return the actors whose id or name holds some words, the last maybe only begun, or is spelled like them.

    Accents do not count. There are at most `MOST_NEAR`.
    """
    spelling = plain(words)
    names = {plain(name): actor for actor in actors for name in (actor.id, actor.name, *actor.names.values())}
    containing = [name for name in names if spelling and f" {spelling}" in f" {name}"]
    close = nearest_names(spelling, tuple(names), MOST_NEAR)
    profiles = {names[name].id: names[name] for name in (*containing, *close)}
    return tuple(profiles.values())[:MOST_NEAR]


def _filters(options: FilterOptions, vocabularies: Vocabularies) -> Filters:
    return make_filters(options.requirements(), options.exclusions(), vocabularies)


def _asked_idea(options: SeekerOptions, matcher: Matcher) -> AskedIdea:
    snapshot = matcher.snapshot
    return read_idea(options.idea or "", snapshot.reader, snapshot.vocabularies, themes=options.theme or (),
                     regions=options.region or (), sectors=options.wanted_sector or ())


def _seeker(options: SeekerOptions, asked: AskedIdea | None, matcher: Matcher, shell: Shell) -> Profile:
    vocabularies = matcher.snapshot.vocabularies
    if options.profile is not None:
        return read_draft(options.profile, vocabularies, shell.today())
    owner = stored_actor(matcher, _id_of_now(shell, options.actor)) if options.actor is not None else None
    if asked is not None:
        return idea(asked.words, asked.brief, vocabularies, owner)
    if owner is None:
        raise ValueError("nobody asks")
    return owner


def read_draft(path: Path, vocabularies: Vocabularies, today: date) -> Profile:
    """Return the profile of a JSON file that holds one object.

    Raises:
        RecordsRefused: the file cannot be read, or something in it is wrong.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise file_error(path, 0, text("The file cannot be read: {reason}.", reason=error.strerror or ""),
                         text("Check the file and its permissions.")) from error
    except UnicodeDecodeError as error:
        raise file_error(path, 0, text("The characters cannot be read."), text("Save the file in UTF-8.")) from error
    row = next(document_rows(path, f"[{content}]", ""))
    if row.problems:
        raise RecordsRefused(row.problems, row.problems[0].what, path.name, row.problems[0].cure)
    try:
        return draft_profile(row.values, vocabularies, today)
    except RecordsRefused as error:
        problems = tuple(replace(problem, file=path.name) for problem in error.problems)
        raise RecordsRefused(problems, error.what, path.name, error.cure) from error
