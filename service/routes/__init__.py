"""What is served, one module per kind of thing."""

from __future__ import annotations

from service.routes import actors, health, home, ranking, search, suggestions, vocabularies

ROUTERS = (home.router, actors.router, suggestions.router, search.router, vocabularies.router, ranking.router,
           health.router)
