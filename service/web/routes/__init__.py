"""The routes of the pages: what all viewers may open, and what is of one actor."""

from __future__ import annotations

from fastapi import APIRouter

from service.web.routes import (
    components,
    contacts,
    embedded,
    feed,
    ideas,
    imports,
    introductions,
    keys,
    network,
    opinions,
    partners,
    profiles,
    ranking,
    requests,
    rules,
    search,
    sign_in,
    sign_in_links,
    sign_in_openid,
    start,
    statements,
)

# Opened through every pair of eyes: below the language, below an actor, and below the network as a whole.
EVERYWHERE: tuple[APIRouter, ...] = (search.router, ideas.router, ranking.router, statements.router, partners.shared)
EYES: tuple[str, ...] = ("", "/actors/{actor}", "/network")
ALONE: tuple[APIRouter, ...] = (
    start.router,
    components.router,
    network.router,
    rules.router,
    keys.router,
    imports.router,
    partners.router,
    opinions.router,
    introductions.router,
    contacts.router,
    feed.router,
    profiles.router,
    requests.router,
    sign_in.router,
    sign_in_links.router,
    sign_in_openid.router,
    embedded.router,
)

__all__ = ["ALONE", "EVERYWHERE", "EYES"]
