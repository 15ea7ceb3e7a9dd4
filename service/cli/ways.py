"""How things are done on the command line that errors tell people to do."""

from __future__ import annotations

from data.wording.actions import Action, Ways

WAYS: Ways = {
    Action.LIST_IMPORTS: "kumppani imports list",
    Action.LIST_KEYS: "kumppani key list",
    Action.LIST_NETWORKS: "kumppani network list",
    Action.LIST_RULES: "kumppani rules list",
    Action.LIST_TERMS: "kumppani vocabulary {name}",
    Action.LIST_WEBHOOKS: "kumppani webhooks list",
    Action.SEARCH: "kumppani search",
    Action.UPGRADE_DATABASE: "kumppani database upgrade",
}
