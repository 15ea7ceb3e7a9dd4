"""Profiles and cooperations as organisations and projects of schema.org: JSON-LD, see `data.files.objects.json_ld`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from data.files.objects.json_ld import ACTOR, CONTEXT, GRAPH, OWN, PROJECT
from data.records.documents import document_of
from data.records.keys import cooperation_id
from data.records.profiles import Profile, Status, Wish
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import render

Node: TypeAlias = dict[str, Any]

_TERMS = "urn:kumppani:vocabulary:"
# Fields of a profile that schema.org has no word for.
_OWN_FIELDS = ("sector", "coverage", "wanted_sectors", "capacity", "groups", "source", "updated")


def linked_pieces(nodes: Iterable[Node]) -> Iterator[bytes]:
    """Yield a document of JSON-LD with a node on each line."""
    yield f'{{"@context": {json.dumps(CONTEXT)}, "{GRAPH}": ['.encode()
    separator = "\n"
    for node in nodes:
        yield (separator + json.dumps(node, ensure_ascii=False)).encode("utf-8", "backslashreplace")
        separator = ",\n"
    yield b"\n]}\n"


class LinkedWriter:
    """Makes nodes of records.

    Args:
        vocabularies: of the codes.
        language: of the names of codes, ISO 639-1.
    """

    def __init__(self, vocabularies: Vocabularies, language: str) -> None:
        self._vocabularies = vocabularies
        self._language = language

    def organisation(self, profile: Profile) -> Node:
        """Return a profile as an organisation; everything that it says is in it."""
        document = document_of(profile)
        return _stated({
            "@type": "Organization", "@id": ACTOR + profile.id, "name": _texts({"": profile.name, **profile.names}),
            "url": profile.website, "taxID": profile.business_id, "description": _texts(profile.descriptions),
            "areaServed": [*self._places("municipalities", profile.municipalities),
                           *self._places("regions", profile.regions)],
            "knowsAbout": self._themes(profile.themes), "knowsLanguage": list(profile.languages),
            "keywords": list(profile.keywords), "parentOrganization": _reference(profile.part_of),
            "seeks": self._wish("Demand", profile.needs), "makesOffer": self._wish("Offer", profile.offers),
            **{OWN + name: document[name] for name in _OWN_FIELDS},
            f"{OWN}status": "" if profile.status is Status.ACTIVE else profile.status.value})

    def project(self, cooperation: Cooperation) -> Node:
        """Return a cooperation as a project; everything that it says is in it."""
        document = document_of(cooperation)
        return _stated({
            "@type": PROJECT, "@id": f"urn:kumppani:cooperation:{cooperation_id(cooperation)}",
            "name": cooperation.title, "description": _texts(cooperation.descriptions),
            "member": [_reference(member) for member in cooperation.members], "foundingDate": document["since"],
            "dissolutionDate": document["until"], "knowsAbout": self._themes(cooperation.themes),
            f"{OWN}lead": cooperation.lead, f"{OWN}source": cooperation.source})

    def _wish(self, kind: str, wish: Wish) -> Node:
        inner = _stated({"description": _texts(wish.texts), "category": self._themes(wish.themes)})
        return {"@type": kind, **inner} if inner else {}

    def _themes(self, codes: Sequence[str]) -> list[Node]:
        themes = self._vocabularies.themes
        return [{"@type": "DefinedTerm", "termCode": code, "name": self._name(themes, code),
                 "inDefinedTermSet": f"{_TERMS}themes"} for code in codes]

    def _places(self, field: str, codes: Sequence[str]) -> list[Node]:
        vocabulary = self._vocabularies.by_name()[field]
        return [{"@type": "AdministrativeArea", "name": self._name(vocabulary, code),
                 "identifier": {"@type": "PropertyValue", "propertyID": field, "value": code}} for code in codes]

    def _name(self, vocabulary: Vocabulary, code: str) -> str:
        return render(vocabulary.labels(code), self._language)


def _reference(actor: str) -> Node:
    return {"@id": ACTOR + actor} if actor else {}


def _texts(texts: Mapping[str, str]) -> Any:  # noqa: ANN401 – one text, or several
    values = [{"@value": words, "@language": language} if language else words for language, words in texts.items()]
    return values[0] if len(values) == 1 else values


def _stated(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
