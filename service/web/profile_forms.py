"""The form of a profile: what stands in its fields, and the record that these make of the stored one.

Fields that the form does not show stay as they are stored: texts in other languages, themes of needs and offers, what
the actor is part of, where the data come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from data.errors import Problem
from data.files import cells
from data.files.cells import CellRefused
from data.records.documents import Document, document_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import LANGUAGES

# What no reader of a page writes; what is too long for its field is told beside it.
LONGEST = 100_000
MOST_CHOICES = 500
STATE_DIGITS = 64
SEPARATOR = "; "
# The start of the names of fields that stand once per language → where their texts stand in a nested record.
TEXTS: Mapping[str, tuple[str, ...]] = {"name": ("names",), "description": ("descriptions",),
                                        "need": ("needs", "texts"), "offer": ("offers", "texts")}
# The column that further words are read as → the field of the form that they are written in.
WORDS = {"municipality": "municipality_words", "language": "language_words"}
# What is chosen from lists: the field of the form → the field of the profile, where problems with it are found.
CHOSEN = {"municipality": "municipalities", "region": "regions", "theme": "themes", "language": "languages",
          "wanted": "wanted_sectors"}


class ProfileForm(BaseModel):
    """What stands in the form: codes where something is chosen, words where something is written."""

    model_config = ConfigDict(frozen=True)

    read: str = Field(max_length=STATE_DIGITS, description="The state of the profile that was read; see `state_of`.")
    name: str = Field("", max_length=LONGEST)
    name_fi: str = Field("", max_length=LONGEST)
    name_sv: str = Field("", max_length=LONGEST)
    name_en: str = Field("", max_length=LONGEST)
    description_fi: str = Field("", max_length=LONGEST)
    description_sv: str = Field("", max_length=LONGEST)
    description_en: str = Field("", max_length=LONGEST)
    need_fi: str = Field("", max_length=LONGEST)
    need_sv: str = Field("", max_length=LONGEST)
    need_en: str = Field("", max_length=LONGEST)
    offer_fi: str = Field("", max_length=LONGEST)
    offer_sv: str = Field("", max_length=LONGEST)
    offer_en: str = Field("", max_length=LONGEST)
    sector: str = Field("", max_length=LONGEST)
    municipality: list[str] = Field(default_factory=list, max_length=MOST_CHOICES)
    municipality_words: str = Field("", max_length=LONGEST)
    region: list[str] = Field(default_factory=list, max_length=MOST_CHOICES)
    coverage: str = Field("", max_length=LONGEST)
    theme: list[str] = Field(default_factory=list, max_length=MOST_CHOICES)
    language: list[str] = Field(default_factory=list, max_length=MOST_CHOICES)
    language_words: str = Field("", max_length=LONGEST)
    wanted: list[str] = Field(default_factory=list, max_length=MOST_CHOICES)
    capacity: str = Field("", max_length=LONGEST)
    groups: str = Field("", max_length=LONGEST)
    keywords: str = Field("", max_length=LONGEST)
    website: str = Field("", max_length=LONGEST)
    business_id: str = Field("", max_length=LONGEST)
    status: str = Field("", max_length=LONGEST)


def form_of(profile: Profile, state: str, vocabularies: Vocabularies) -> ProfileForm:
    """Return the form in which a stored profile stands as it is."""
    document = document_of(profile)
    texts = {f"{start}_{language}": _at(document, place).get(language, "")
             for start, place in TEXTS.items() for language in LANGUAGES}
    homes = {vocabularies.places.region_of[code] for code in profile.municipalities}
    return ProfileForm(
        read=state, name=profile.name, **texts, sector=profile.sector, municipality=list(profile.municipalities),
        region=[code for code in profile.regions if code not in homes], coverage=profile.coverage or "",
        theme=list(profile.themes), language=list(profile.languages), wanted=list(profile.wanted_sectors),
        capacity="" if profile.capacity is None else str(profile.capacity), groups=SEPARATOR.join(profile.groups),
        keywords=SEPARATOR.join(profile.keywords), website=profile.website, business_id=profile.business_id,
        status=profile.status)


def record_of_form(form: ProfileForm, stored: Profile, vocabularies: Vocabularies) -> Document:
    """Return the record that a form makes of a stored profile; it is still to be checked."""
    record = document_of(stored)
    for start, place in TEXTS.items():
        texts = _at(record, place)
        for language in LANGUAGES:
            texts[language] = getattr(form, f"{start}_{language}")
    record.update({
        "name": form.name, "sector": form.sector, "municipalities": form.municipality,
        "municipality": form.municipality_words, "regions": _regions(form, vocabularies), "coverage": form.coverage,
        "themes": form.theme, "languages": form.language, "language": form.language_words,
        "wanted_sectors": form.wanted, "capacity": form.capacity, "groups": form.groups, "keywords": form.keywords,
        "website": form.website, "business_id": form.business_id, "status": form.status})
    return record


def faults_of(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return the problems of a record by the field of the form that they are to be mended in, in the order found."""
    fields = {**WORDS, **{column: field for field, column in CHOSEN.items()},
              **{".".join((*place, language)): f"{start}_{language}" for start, place in TEXTS.items()
                 for language in LANGUAGES}}
    faults: dict[str, list[Problem]] = {}
    for problem in problems:
        faults.setdefault(fields.get(problem.field, problem.field), []).append(problem)
    return faults


def differing(one: ProfileForm, other: ProfileForm) -> tuple[str, ...]:
    """Return the names of the fields in which two forms differ, but for the state that was read."""
    return tuple(name for name in ProfileForm.model_fields
                 if name != "read" and _plain(getattr(one, name)) != _plain(getattr(other, name)))


def _plain(value: Any) -> object:  # noqa: ANN401 - a field of the form
    """Return a value as it is compared: browsers end lines otherwise, and choices have no order."""
    return sorted(value) if isinstance(value, list) else value.replace("\r\n", "\n").strip()


def _regions(form: ProfileForm, vocabularies: Vocabularies) -> Sequence[str]:
    """Return the regions of the municipalities and those that were chosen besides; none if no other was chosen."""
    if not form.region:
        return []
    places = vocabularies.places
    codes = [*form.municipality, *_codes(form.municipality_words, places.municipalities)]
    return [*dict.fromkeys((*(places.region_of[code] for code in codes if code in places.region_of), *form.region))]


def _codes(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return what words stand for, as far as each stands for one thing; others are told of beside the field."""
    try:
        entries = cells.items(words, lambda word: bool(vocabulary.find(word)))
    except CellRefused:
        return []
    found = (vocabulary.find(str(entry).strip()) for entry in entries)
    return [codes[0] for codes in found if len(codes) == 1]


def _at(document: Document, place: tuple[str, ...]) -> Document:
    for name in place:
        document = document[name]
    return document
