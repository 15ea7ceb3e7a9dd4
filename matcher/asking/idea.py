"""What an idea asks for: read from its words or told by people, and the profile that looks for partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.errors import UnknownCode
from data.files.cells import language as read_language
from data.reading.languages import SPEAKERS
from data.reading.mention import Aspect, Understanding
from data.reading.reader import Reader
from data.records.profiles import Coverage, Profile, Wish
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text
from matcher.asking.needs import Need
from matcher.asking.query import Filters, Query
from matcher.errors import QueryRefused

MAX_IDEA_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Brief:
    """What an idea asks for, as codes.

    Attributes:
        regions, municipalities: where the work is to be done.
        sectors: kinds of partners wanted.
        themes: what it is about.
        languages: of the work, ISO 639.
        people: whom it serves.
        is_nationwide: whether the work is to be done everywhere.
        refused_regions, refused_municipalities: where partners must not come from, unless they work nationwide.
        refused_sectors: kinds of partners not wanted.

    What is wanted, too, is not refused: “a women's organisation, no political ones” keeps organisations.
    """

    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    is_nationwide: bool = False
    refused_regions: tuple[str, ...] = ()
    refused_municipalities: tuple[str, ...] = ()
    refused_sectors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take what is wanted out of what is refused."""
        for name in ("regions", "municipalities", "sectors"):
            wanted, refused = getattr(self, name), getattr(self, f"refused_{name}")
            object.__setattr__(self, f"refused_{name}", tuple(code for code in refused if code not in wanted))

    @property
    def needs(self) -> tuple[Need, ...]:
        """What partners can meet: its themes, the kinds wanted, the people served and the languages."""
        codes = {Aspect.THEME: self.themes, Aspect.KIND: self.sectors, Aspect.PEOPLE: self.people,
                 Aspect.LANGUAGE: self.languages}
        return tuple(Need(aspect, code) for aspect, own in codes.items() for code in dict.fromkeys(own))

    def ask(self, query: Query) -> Query:
        """Return a query that looks for what the idea needs, and leaves out, besides, what it refuses."""
        return replace(query, filters=self.narrow(query.filters), needs=self.needs)

    def narrow(self, filters: Filters) -> Filters:
        """Return filters that leave out, besides, what the idea refuses; of a refused region a wanted town stays."""
        exclude = dict(filters.exclude)
        if self.refused_sectors:
            exclude["sector"] = exclude.get("sector", frozenset()) | set(self.refused_sectors)
        shun = {*(("region", code) for code in self.refused_regions),
                *(("municipality", code) for code in self.refused_municipalities)}
        spare = {("municipality", code) for code in self.municipalities if self.refused_regions}
        return replace(filters, exclude=exclude, shun=filters.shun | shun, spare=filters.spare | spare)


@dataclass(frozen=True, slots=True)
class AskedIdea:
    """An idea as it asks.

    Attributes:
        words: its text.
        understanding: what was read of it.
        brief: what it asks for: what was read, or what people say instead.
        reader: what read it.
    """

    words: str
    understanding: Understanding
    brief: Brief
    reader: Reader


def read_idea(words: str, reader: Reader, vocabularies: Vocabularies, *, themes: Sequence[str] = (),
              regions: Sequence[str] = (), sectors: Sequence[str] = ()) -> AskedIdea:
    """Return an idea with what is read of it, and what people say of it standing instead; see `told`."""
    understanding = reader.read(words[:MAX_IDEA_CHARACTERS])
    brief = told(brief_of(understanding), vocabularies, themes=themes, regions=regions, sectors=sectors)
    return AskedIdea(words, understanding, brief, reader)


def brief_of(understanding: Understanding) -> Brief:
    """Return what was understood of a text; a theme that is refused anywhere in it is none."""
    def codes(aspect: Aspect, *, refused: bool = False) -> tuple[str, ...]:
        return understanding.codes(aspect, refused=refused)

    themes = (code for code in codes(Aspect.THEME) if code not in codes(Aspect.THEME, refused=True))
    return Brief(codes(Aspect.REGION), codes(Aspect.MUNICIPALITY), codes(Aspect.KIND), tuple(themes),
                 codes(Aspect.LANGUAGE), codes(Aspect.PEOPLE), understanding.is_nationwide,
                 codes(Aspect.REGION, refused=True), codes(Aspect.MUNICIPALITY, refused=True),
                 codes(Aspect.KIND, refused=True))


def told(brief: Brief, vocabularies: Vocabularies, *, themes: Sequence[str] = (), regions: Sequence[str] = (),
         sectors: Sequence[str] = ()) -> Brief:
    """Return a brief in which what people say stands instead of what was read.

    Args:
        brief: what was read.
        vocabularies: what words are looked up in.
        themes, regions, sectors: codes, labels or synonyms; where nothing is said what was read stays. A region may
            be a municipality, too.

    Raises:
        UnknownCode: a word is in no vocabulary.
        AmbiguousCode: a word means several things.
    """
    places = vocabularies.places
    if themes:
        brief = replace(brief, themes=_unique(map(vocabularies.themes.resolve, themes)))
    if sectors:
        brief = replace(brief, sectors=_unique(map(vocabularies.sectors.resolve, sectors)))
    if regions:
        towns = [word for word in regions if not places.regions.find(word) and places.municipalities.find(word)]
        brief = replace(brief, municipalities=_unique(map(places.municipalities.resolve, towns)), is_nationwide=False,
                        regions=_unique(places.regions.resolve(word) for word in regions if word not in towns))
    return brief


def code_of(word: str, aspect: Aspect, reader: Reader) -> str:
    """Return the code that a word stands for in a brief: itself a code, a label or a synonym, in any language.

    Raises:
        UnknownCode: nothing fits; the cure names the nearest valid value.
        AmbiguousCode: the word means several things.
        CellRefused: the word cannot be the name of a language.
    """
    if aspect is Aspect.LANGUAGE:
        return word if word in reader.languages else read_language(word)
    if aspect is Aspect.PEOPLE:
        return _people_code(word, reader)
    return reader.vocabulary(aspect).resolve(word)


def _people_code(word: str, reader: Reader) -> str:
    if word.startswith(SPEAKERS):
        return SPEAKERS + code_of(word.removeprefix(SPEAKERS), Aspect.LANGUAGE, reader)
    groups = reader.vocabulary(Aspect.PEOPLE)
    if groups.find(word) or groups.nearest(word):
        return groups.resolve(word)
    raise UnknownCode(text("Unknown {noun} '{word}'.", noun=groups.noun, word=word), "",
                      text("Write one of {codes}.", codes=(*groups.terms, f"{SPEAKERS}ru")))


def idea(words: str, brief: Brief, vocabularies: Vocabularies, owner: Profile | None = None) -> Profile:
    """Return the profile of a project or idea that looks for partners.

    Args:
        words: what it is about, in any language.
        brief: what it asks for.
        vocabularies: of its codes.
        owner: whose idea it is; it is not suggested to itself, and its places count where the idea names none.

    Raises:
        QueryRefused: there is no text and no theme, or the text is too long.
    """
    if not words.strip() and not brief.themes:
        raise QueryRefused(text("The idea has neither text nor themes."), "",
                           text("Describe in a few words what it is about."))
    if len(words) > MAX_IDEA_CHARACTERS:
        raise QueryRefused(text("The text has {count} characters.", count=len(words)), "",
                           text("Shorten it to {highest}.", highest=MAX_IDEA_CHARACTERS))
    texts: Mapping[str, str] = {"": words} if words.strip() else {}
    return replace(
        _at_its_place(brief, vocabularies, owner), themes=brief.themes, descriptions=texts,
        needs=Wish(texts, brief.themes), wanted_sectors=brief.sectors)


def _at_its_place(brief: Brief, vocabularies: Vocabularies, owner: Profile | None) -> Profile:
    """Return who asks and where: nothing else of the owner counts, as an idea asks for itself."""
    profile = Profile("", "") if owner is None else Profile(owner.id, owner.name, names=owner.names)
    if brief.is_nationwide:
        return replace(profile, coverage=Coverage.NATIONAL)
    if owner is not None and not brief.regions and not brief.municipalities:
        return replace(profile, regions=owner.regions, municipalities=owner.municipalities, coverage=owner.coverage)
    homes = (vocabularies.places.region_of[code] for code in brief.municipalities)
    return replace(profile, regions=_unique((*homes, *brief.regions)), municipalities=brief.municipalities)


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
