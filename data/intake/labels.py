"""What columns and values of ours are called by people: a word or three, where `Column.meaning` is a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from data.records.profiles import Coverage, Status
from data.wording.texts import LANGUAGES, Text, text

LABELS: Mapping[str, Text] = {
    "id": text("id of the actor"), "name": text("name of the actor"), "sector": text("kind of actor"),
    "municipalities": text("municipalities"), "regions": text("regions"), "coverage": text("how far the work reaches"),
    "themes": text("themes of the work"), "languages": text("working languages"),
    "description": text("what the actor does"), "needs": text("what the actor looks for"),
    "need_themes": text("themes the actor looks for"), "offers": text("what the actor can give"),
    "offer_themes": text("themes the actor can give something in"),
    "wanted_sectors": text("kinds of actors that are looked for"),
    "capacity": text("room for new partnerships, a number"),
    "groups": text("markers of groups"), "part_of": text("what the actor is part of"),
    "business_id": text("business id"), "website": text("web pages"), "keywords": text("keywords"),
    "status": text("whether the actor takes part now"), "source": text("source of the data"),
    "updated": text("day of the last confirmation"),
    "contact_name": text("contact: person or role"), "contact_email": text("contact: e-mail address"),
    "contact_phone": text("contact: phone number"),
    "members": text("members of the cooperation"), "actor_a": text("one member"), "actor_b": text("the other member"),
    "lead": text("member that leads"), "title": text("name of the cooperation"), "since": text("first day"),
    "until": text("last day"),
}
COVERAGES: Mapping[str, Text] = {
    Coverage.LOCAL: text("local"),
    Coverage.REGIONAL: text("regional"),
    Coverage.NATIONAL: text("national"),
    Coverage.INTERNATIONAL: text("international"),
}
STATUSES: Mapping[str, Text] = {Status.ACTIVE: text("takes part"), Status.INACTIVE: text("does not take part now")}
_IN: Mapping[str, Text] = {"fi": text("{column}, in Finnish"), "sv": text("{column}, in Swedish"),
                           "en": text("{column}, in English")}


def label_of(column: str, language: str = "") -> Text | None:
    """Return what a column is called, with the language of its texts; None for one that has no name here."""
    name = LABELS.get(column)
    return Text(_IN[language].template, {"column": name}) if name and language in LANGUAGES else name
