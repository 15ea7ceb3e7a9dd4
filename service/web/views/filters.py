"""The filters of a list: what can be chosen, how many actors have it, and what has been chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import Labels, render
from matcher.asking.query import Filters, make_filters

PER_PAGE = 10
MOST_PAGES = 1_000
LONGEST = 200
MOST_VALUES = 50
# Of the Finnish and Swedish alphabets, whose last letters do not stand in the order of their numbers.
LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


# What the status line of a list speaks of, besides an answer that is kept.
Done = Literal["", "undone", "followed", "unfollowed"]


class ListQuestion(BaseModel):
    """What of a list is shown, as it stands in the address; what is not known here is passed over."""

    model_config = ConfigDict(frozen=True)

    region: list[str] = Field(default_factory=list, max_length=MOST_VALUES)
    sector: list[str] = Field(default_factory=list, max_length=MOST_VALUES)
    theme: str = Field("", max_length=LONGEST)
    language: str = Field("", max_length=LONGEST)
    page: int = Field(1, ge=1, le=MOST_PAGES)
    said: str = Field("", max_length=LONGEST, description="Id of the actor of whom something has just been said.")
    done: Done = Field("", description="What was done about it, but for an answer that was given.")

    @property
    def is_filtered(self) -> bool:
        """Whether anything has been chosen."""
        return bool(self.region or self.sector or self.theme or self.language)

    def filters(self, vocabularies: Vocabularies) -> Filters:
        """Return which actors are shown.

        Raises:
            UnknownCode, AmbiguousCode, CellRefused: a value stands for nothing, or for several things.
        """
        include = {"region": tuple(self.region), "sector": tuple(self.sector),
                   "theme": (self.theme,) if self.theme else (), "language": (self.language,) if self.language else ()}
        return make_filters(include, {}, vocabularies)

    def with_region(self, code: str) -> ListQuestion:
        """Return the question with one region more, or one fewer if it was chosen; on its first page."""
        others = [region for region in self.region if region != code]
        chosen = others if code in self.region else [*others, code]
        return self.model_copy(update={"region": chosen, "page": 1, "said": "", "done": ""})

    def choosing(self, name: str, code: str) -> ListQuestion:
        """Return the question with one code for a filter in place of what was chosen for it, on its first page."""
        value = [code] if isinstance(getattr(self, name), list) else code
        return self.without().model_copy(update={name: value})

    def without(self, *names: str) -> ListQuestion:
        """Return the question for the first page without some of its filters."""
        empty = {name: [] if isinstance(getattr(self, name), list) else "" for name in names}
        return self.model_copy(update={**empty, "page": 1, "said": "", "done": ""})

    def address(self, page: int = 1) -> str:
        """Return the query of the address of a page of the list; empty for the first page of the whole one."""
        values: dict[str, object] = {"region": self.region, "sector": self.sector, "theme": self.theme,
                                     "language": self.language, "page": page if page > 1 else ""}
        query = urlencode({name: value for name, value in values.items() if value}, doseq=True)
        return f"?{query}" if query else ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen.

    Attributes:
        code, label: what it is.
        count: how many of those who are suggested have it.
        is_chosen: whether it has been chosen.
    """

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """All that can be chosen: regions and languages by name, kinds and themes by how many have them."""

    regions: tuple[Option, ...]
    sectors: tuple[Option, ...]
    themes: tuple[Option, ...]
    languages: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whose numbers stand beside what can be chosen.

    Attributes:
        in_all: who would be suggested without any filter.
        by_region: who would be with the filters that there are, but without those of regions.
    """

    in_all: Sequence[Profile]
    by_region: Sequence[Profile]


def filter_view(profiles: Sequence[Profile], suggested: Suggested, vocabularies: Vocabularies, chosen: ListQuestion,
                language: str) -> FilterView:
    """Return what can be chosen in a network.

    Args:
        profiles: the actors that are shown.
        suggested: those of them that are counted.
        vocabularies: where names come from.
        chosen: what has been chosen.
        language: of the names, ISO 639-1.
    """
    def options(codes: Callable[[Profile], Iterable[str]], counted: Sequence[Profile],
                names: Callable[[str], Labels], own: Iterable[str]) -> tuple[Option, ...]:
        counts = Counter(code for profile in counted for code in codes(profile))
        known = {code for profile in profiles for code in codes(profile)}
        return options_of({code: counts[code] for code in known}, names, set(own), language)

    names, in_all = vocabularies, suggested.in_all
    return FilterView(
        options(lambda profile: profile.regions, suggested.by_region, names.places.regions.labels, chosen.region),
        options(lambda profile: [profile.sector] if profile.sector else [], in_all, names.sectors.labels,
                chosen.sector),
        options(lambda profile: profile.themes, in_all, names.themes.labels, [chosen.theme]),
        options(lambda profile: profile.languages, in_all, language_name, [chosen.language]))


def options_of(counts: Mapping[str, int], names: Callable[[str], Labels], chosen: set[str],
               language: str) -> tuple[Option, ...]:
    """Return options in the order of their names."""
    options = (Option(code, render(names(code), language), count, code in chosen) for code, count in counts.items())
    return tuple(sorted(options, key=lambda option: alphabetical(option.label)))


def alphabetical(label: str) -> str:
    """Return what names are sorted by in the Finnish and Swedish alphabets."""
    return label.casefold().translate(LAST_LETTERS)
