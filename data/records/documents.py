"""Records as JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind

Document = dict[str, Any]


def profile_document(profile: Profile) -> Document:
    """Return a profile as JSON values, nested as `Profile` is, with every field."""
    return {
        "id": profile.id,
        "name": profile.name,
        "names": dict(profile.names),
        "sector": profile.sector,
        "municipalities": list(profile.municipalities),
        "regions": list(profile.regions),
        "coverage": profile.coverage.value if profile.coverage else None,
        "themes": list(profile.themes),
        "languages": list(profile.languages),
        "descriptions": dict(profile.descriptions),
        "needs": {"texts": dict(profile.needs.texts), "themes": list(profile.needs.themes)},
        "offers": {"texts": dict(profile.offers.texts), "themes": list(profile.offers.themes)},
        "wanted_sectors": list(profile.wanted_sectors),
        "capacity": profile.capacity,
        "groups": list(profile.groups),
        "status": profile.status.value,
        "source": profile.source,
        "updated": profile.updated.isoformat() if profile.updated else None,
    }


def profile_from_document(document: Mapping[str, Any]) -> Profile:
    """Return the profile `profile_document` was given; input from elsewhere goes through `data.files.profiles`.

    Raises:
        KeyError, TypeError, ValueError: this is no such document.
    """
    return Profile(
        id=document["id"],
        name=document["name"],
        names=document["names"],
        sector=document["sector"],
        municipalities=tuple(document["municipalities"]),
        regions=tuple(document["regions"]),
        coverage=Coverage(document["coverage"]) if document["coverage"] else None,
        themes=tuple(document["themes"]),
        languages=tuple(document["languages"]),
        descriptions=document["descriptions"],
        needs=_wish(document["needs"]),
        offers=_wish(document["offers"]),
        wanted_sectors=tuple(document["wanted_sectors"]),
        capacity=document["capacity"],
        groups=tuple(document["groups"]),
        status=Status(document["status"]),
        source=document["source"],
        updated=_day(document["updated"]),
    )


def _wish(document: Mapping[str, Any]) -> Wish:
    return Wish(document["texts"], tuple(document["themes"]))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def cooperation_document(cooperation: Cooperation) -> Document:
    """Return a cooperation as JSON values, with every field."""
    return {
        "members": list(cooperation.members),
        "title": cooperation.title,
        "since": cooperation.since.isoformat() if cooperation.since else None,
        "until": cooperation.until.isoformat() if cooperation.until else None,
        "source": cooperation.source,
        "lead": cooperation.lead,
        "descriptions": dict(cooperation.descriptions),
        "themes": list(cooperation.themes),
    }


def cooperation_from_document(document: Mapping[str, Any]) -> Cooperation:
    """Return the cooperation `cooperation_document` was given.

    Raises:
        KeyError, TypeError, ValueError: this is no such document.
    """
    return Cooperation(
        members=tuple(document["members"]),
        title=document["title"],
        since=_day(document["since"]),
        until=_day(document["until"]),
        source=document["source"],
        lead=document["lead"],
        descriptions=document["descriptions"],
        themes=tuple(document["themes"]),
    )


def block_document(block: Block) -> Document:
    """Return a block as JSON values."""
    return {"actor": block.actor, "other": block.other}


def block_from_document(document: Mapping[str, Any]) -> Block:
    """Return the block `block_document` was given.

    Raises:
        KeyError: this is no such document.
    """
    return Block(document["actor"], document["other"])


def opinion_from_document(document: Mapping[str, Any]) -> Opinion:
    """Return the opinion that stands in a store as such JSON values.

    Raises:
        KeyError, ValueError: this is no such document.
    """
    return Opinion(document["actor"], document["other"], OpinionKind(document["kind"]), document["reason"],
                   _day(document["said"]), _day(document["until"]))


def outcome_from_document(document: Mapping[str, Any]) -> Outcome:
    """Return the outcome that stands in a store as such JSON values.

    Raises:
        KeyError, ValueError: this is no such document.
    """
    return Outcome(document["actor"], document["other"], OutcomeKind(document["kind"]), document["project"],
                   _day(document["said"]))
