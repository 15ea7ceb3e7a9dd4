"""How things are done over HTTP that errors tell people to do."""

from __future__ import annotations

from data.wording.actions import Action, Ways

WAYS: Ways = {
    Action.GIVE_CONTACT: "PUT /v1/actors/{actor}/contact",
    Action.LIST_COOPERATIONS: "GET /v1/cooperations",
    Action.LIST_IMPORTS: "GET /v1/imports",
    Action.LIST_INTRODUCTIONS: "GET /v1/actors/{actor}/introductions",
    Action.LIST_RULES: "GET /v1/rules",
    Action.LIST_TERMS: "GET /v1/vocabularies/{name}",
    Action.SEARCH: "GET /v1/search",
}
