"""What an error can tell people to do; how it is done is known to the door at which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias


class Action(StrEnum):
    """Something that can be done at a door."""

    GIVE_CONTACT = "give-contact"
    LIST_COOPERATIONS = "list-cooperations"
    LIST_IMPORTS = "list-imports"
    LIST_INTRODUCTIONS = "list-introductions"
    LIST_KEYS = "list-keys"
    LIST_NETWORKS = "list-networks"
    LIST_RULES = "list-rules"
    LIST_TERMS = "list-terms"
    LIST_WEBHOOKS = "list-webhooks"
    SEARCH = "search"
    UPGRADE_DATABASE = "upgrade-database"


# A command or an address per action; it may hold the values of the message that names the action: “{actor}”.
Ways: TypeAlias = Mapping[Action, str]
NO_WAYS: Ways = {}
