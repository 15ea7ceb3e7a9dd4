"""What is served, one module per kind of thing."""

from __future__ import annotations

from service.http.routes import (
    actor_changes,
    actors,
    audit,
    contacts,
    cooperations,
    duplicates,
    erasures,
    exports,
    follows,
    health,
    home,
    idea_requests,
    import_log,
    imports,
    introductions,
    lists,
    network,
    opinions,
    outcomes,
    platform,
    ranking,
    rights,
    rules,
    search,
    suggestions,
    tokens,
    vocabularies,
)

# They are looked through in this order: what is asked for most often comes first, behind whether the service is there.
ROUTERS = (health.router, suggestions.router, actors.router, home.router, network.router, actor_changes.router,
           rights.router, erasures.router, imports.router, import_log.router, duplicates.router, lists.router,
           exports.router, cooperations.router, opinions.router, outcomes.router, follows.router, contacts.router,
           introductions.router, idea_requests.router, platform.router, search.router, vocabularies.router,
           ranking.router, rules.router, audit.router, tokens.router)
