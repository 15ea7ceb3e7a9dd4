"""The profile of an actor as it is filled in: what can be chosen, what is wrong, and what others wrote meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.errors import Problem
from data.intake.labels import COVERAGES
from data.records.profiles import Profile, Status
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import LANGUAGES, Labels, Text, render, text
from service.web.profile_forms import CHOSEN, ProfileForm, differing, faults_of
from service.web.views.filters import alphabetical

# So many of the languages that actors of the network work in are offered without being written.
MOST_LANGUAGES = 12
NOTHING = text("nothing")
STATUSES: Mapping[str, Text] = {
    Status.ACTIVE: text("We take part now"),
    Status.INACTIVE: text("We do not take part now"),
}
# What a field is called where it is spoken of outside the form.
TITLES: Mapping[str, Text] = {
    "name": text("The name you use of yourselves"),
    "name_fi": text("Name in Finnish"), "name_sv": text("Name in Swedish"), "name_en": text("Name in English"),
    "description_fi": text("What you do, in Finnish"), "description_sv": text("What you do, in Swedish"),
    "description_en": text("What you do, in English"),
    "need_fi": text("What you look for, in Finnish"), "need_sv": text("What you look for, in Swedish"),
    "need_en": text("What you look for, in English"),
    "offer_fi": text("What you offer, in Finnish"), "offer_sv": text("What you offer, in Swedish"),
    "offer_en": text("What you offer, in English"),
    "sector": text("Kind of actor"), "municipality": text("Municipalities"),
    "municipality_words": text("More municipalities"), "region": text("Other regions you work in"),
    "coverage": text("How far your work reaches"), "theme": text("Themes"), "language": text("Languages of service"),
    "language_words": text("More languages"), "wanted": text("Kinds of partners you look for"),
    "capacity": text("How many new partnerships you can take on"), "groups": text("Markers"),
    "keywords": text("Keywords"), "website": text("Web pages"), "business_id": text("Business id"),
    "status": text("Whether you take part"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: its code, its name, and whether it is."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices under one heading."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that stands otherwise in the store than in the form.

    Attributes:
        field: its name in the form.
        title: what it is called.
        stored: what stands in the store now, in words.
    """

    field: str
    title: str
    stored: str


@dataclass(frozen=True)
class ProfileView:
    """The form of a profile.

    Attributes:
        form: what stands in its fields.
        sectors, coverages, statuses, municipalities, regions, languages, wanted: what can be chosen.
        themes: those chosen.
        more_themes: the others, under the broadest theme of each.
        municipality_names: of all, for those who write.
        faults: what is wrong, by the field that it stands beside.
        is_changed: whether the profile has changed since the form was opened.
        meanwhile: if it has, the fields that stand otherwise in the store than here.
    """

    form: ProfileForm
    sectors: tuple[Choice, ...]
    coverages: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    municipalities: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    more_themes: tuple[ChoiceGroup, ...]
    languages: tuple[Choice, ...]
    wanted: tuple[Choice, ...]
    municipality_names: tuple[str, ...]
    faults: Mapping[str, str]
    is_changed: bool
    meanwhile: tuple[Meanwhile, ...]

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, each with the field that it leads to, in the order of the fields."""
        order = list(ProfileForm.model_fields)
        return tuple(sorted(self.faults.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1))


def profile_view(form: ProfileForm, stored: ProfileForm, profiles: Sequence[Profile], vocabularies: Vocabularies,
                 language: str, problems: Iterable[Problem] = ()) -> ProfileView:
    """Return a form as it is shown.

    Args:
        form: what stands in it.
        stored: what stands in the store; where the form was opened on something else, what differs is told.
        profiles: the actors of the network, whose languages are offered.
        vocabularies: what can be chosen.
        language: of the page, ISO 639-1.
        problems: what was wrong when it was sent.
    """
    def choices(codes: Iterable[str], names: Callable[[str], Labels | Text],
                chosen: Iterable[str]) -> tuple[Choice, ...]:
        own = set(chosen)
        return tuple(Choice(code, render(names(code), language), code in own) for code in dict.fromkeys(codes))

    def by_name(items: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(sorted(items, key=lambda choice: alphabetical(choice.label)))

    places, sectors, themes = vocabularies.places, vocabularies.sectors, vocabularies.themes
    all_sectors, regions = [term.code for term in sectors], [term.code for term in places.regions]
    own_themes = [*stored.theme, *form.theme]
    homes = {places.region_of.get(code, "") for code in form.municipality}
    return ProfileView(
        form=form,
        sectors=by_name(choices(all_sectors, sectors.labels, [form.sector])),
        coverages=choices(COVERAGES, COVERAGES.__getitem__, [form.coverage]),
        statuses=choices(STATUSES, STATUSES.__getitem__, [form.status or Status.ACTIVE]),
        municipalities=choices([*stored.municipality, *form.municipality], places.municipalities.labels,
                               form.municipality),
        regions=by_name(choices((code for code in regions if code not in homes), places.regions.labels, form.region)),
        themes=choices(own_themes, themes.labels, form.theme),
        more_themes=_more_themes(vocabularies, frozenset(own_themes), language),
        languages=by_name(choices(_languages(profiles, [*stored.language, *form.language]), language_name,
                                  form.language)),
        wanted=by_name(choices(all_sectors, sectors.labels, form.wanted)),
        municipality_names=tuple(sorted((render(term.labels, language) for term in places.municipalities),
                                        key=alphabetical)),
        faults={field: _said(items, language) for field, items in faults_of(problems).items()},
        is_changed=form.read != stored.read,
        meanwhile=_meanwhile(form, stored, vocabularies, language) if form.read != stored.read else ())


def _languages(profiles: Sequence[Profile], own: Iterable[str]) -> Iterable[str]:
    """Return the languages that are offered: those of the pages, the most common of the network, and one's own."""
    counts = Counter(code for profile in profiles for code in profile.languages)
    common = sorted(counts, key=lambda code: (-counts[code], code))[:MOST_LANGUAGES]
    return (*LANGUAGES, *common, *own)


def _more_themes(vocabularies: Vocabularies, own: frozenset[str], language: str) -> tuple[ChoiceGroup, ...]:
    """Return the themes that are not one's own, under the broadest of each in the order of the vocabulary."""
    themes = vocabularies.themes
    groups: dict[str, list[Choice]] = {}
    for term in themes:
        broadest = (term.code, *themes.ancestors(term.code))[-1]
        group = groups.setdefault(broadest, [])
        if term.code not in own:
            group.append(Choice(term.code, render(term.labels, language), False))
    return tuple(ChoiceGroup(render(themes.labels(code), language), tuple(items))
                 for code, items in groups.items() if items)


def _said(problems: Iterable[Problem], language: str) -> str:
    return " ".join(f"{render(item.what, language)} {render(item.cure, language)}" for item in problems)


def _meanwhile(form: ProfileForm, stored: ProfileForm, vocabularies: Vocabularies,
               language: str) -> tuple[Meanwhile, ...]:
    return tuple(Meanwhile(field, render(TITLES[field], language), _words(field, stored, vocabularies, language))
                 for field in differing(form, stored))


def _words(field: str, form: ProfileForm, vocabularies: Vocabularies, language: str) -> str:
    """Return what stands in a field, with names for codes."""
    value, names = getattr(form, field), vocabularies.by_name()
    if field in CHOSEN or field == "sector":
        codes = [value] if isinstance(value, str) else value
        name = {"sector": "sectors", "wanted": "sectors"}.get(field, CHOSEN.get(field, ""))
        labels = language_name if field == "language" else names[name].labels
        return ", ".join(render(labels(code), language) for code in codes if code) or render(NOTHING, language)
    words = COVERAGES if field == "coverage" else STATUSES if field == "status" else {}
    return render(words[value], language) if value in words else value or render(NOTHING, language)
