"""What is served, one module per kind of thing."""

from __future__ import annotations

from service.http.routes import (
    actor_changes,
    actors,
    audit,
    contacts,
    cooperations,
    follows,
    health,
    home,
    import_log,
    imports,
    introductions,
    network,
    opinions,
    outcomes,
    ranking,
    rights,
    rules,
    search,
    suggestions,
    vocabularies,
)

ROUTERS = (home.router, network.router, actors.router, actor_changes.router, rights.router, imports.router,
           import_log.router, cooperations.router, opinions.router, outcomes.router, follows.router, contacts.router,
           introductions.router, suggestions.router, search.router, vocabularies.router, ranking.router,
           rules.router, audit.router, health.router)
