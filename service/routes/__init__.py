"""What is served, one module per kind of thing."""

from __future__ import annotations

from service.routes import (
    actors,
    audit,
    changes,
    cooperations,
    health,
    home,
    imports,
    network,
    opinions,
    ranking,
    rights,
    rules,
    search,
    suggestions,
    vocabularies,
)

ROUTERS = (home.router, network.router, actors.router, changes.router, rights.router, imports.router,
           cooperations.router, opinions.router, suggestions.router, search.router, vocabularies.router, ranking.router,
           rules.router, audit.router, health.router)
