"""The settings as they are read from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches

from pydantic import ValidationError

from data.wording.texts import Text, text
from service.errors import SettingsRefused
from service.runtime.setting_values import faults_of
from service.settings import Settings

# How much of a name must be right for it to be taken for a misspelt setting: all of it, or what follows the prefix.
NEAR, NEAR_AFTER_THE_PREFIX = 0.9, 0.76
# A name of few letters is near where two have changed places.
SHORT = 4
# What orchestrators of containers set on their own where a service is called so.
OF_ORCHESTRATORS = re.compile(r"KUMPPANI_(SERVICE_(HOST|PORT)(_.*)?|PORT_[0-9]+_.*)")
SHOWN = 200


def read_settings() -> Settings:
    """Return the settings of the environment; see also `demand_usable`.

    Raises:
        SettingsRefused: one of them has no value of its type.
    """
    _demand_text()
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        raise _refusal(str(fault["loc"][0]), text(
            "The setting has the value “{value}”: {reason}.", value=str(fault["input"])[:SHOWN], reason=fault["msg"]),
            text("Correct the environment variable, or remove it.")) from error


def demand_usable(settings: Settings) -> None:
    """Refuse to go on with settings that cannot be used, or one of which is misspelt in the environment.

    Raises:
        SettingsRefused: it is so.
    """
    refuse_misspelt()
    for name, (fault, cure) in faults_of(settings).items():
        raise _refusal(name, fault, cure)


def _demand_text() -> None:
    """Refuse values with bytes that are no letters: nothing could be said of them, and no database takes them."""
    known = _variables()
    for name, value in os.environ.items():
        if name.upper() in known and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise SettingsRefused(text("The value of the setting is not text in UTF-8."), name.upper(),
                                  text("Correct the environment variable, or remove it."))


def _refusal(setting: str, what: Text, cure: Text) -> SettingsRefused:
    return SettingsRefused(what, variable(setting), cure)


def variable(setting: str) -> str:
    """Return the environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{setting}".upper()


def refuse_misspelt(environment: Iterable[str] = os.environ) -> None:
    """Refuse to go on with an environment in which a setting is misspelt: the default would be used in silence.

    Raises:
        SettingsRefused: one is.
    """
    for name, right in misspelt(environment).items():
        raise SettingsRefused(text("There is no setting of this name."), name,
                              text("Did you mean {name}? Correct the environment variable, or remove it.", name=right))


def misspelt(environment: Iterable[str] = os.environ) -> Mapping[str, str]:
    """Return which environment variables are near a setting and none: the name of each → that of the setting."""
    return {name: right for name in sorted(environment) if (right := _nearest(name))}


def unknown(environment: Iterable[str] = os.environ) -> tuple[str, ...]:
    """Return which environment variables have the name of a setting, and there is none of this name."""
    prefix, known = variable(""), _variables()
    return tuple(name for name in sorted(environment) if name.upper().startswith(prefix) and name.upper() not in known
                 and not OF_ORCHESTRATORS.fullmatch(name))


def _variables() -> frozenset[str]:
    return frozenset(map(variable, Settings.model_fields))


def _nearest(name: str) -> str:
    """Return the setting that a name is near; empty if it is one, or is near none."""
    upper, known = name.upper(), _variables()
    if upper in known or OF_ORCHESTRATORS.fullmatch(upper):
        return ""
    if not upper.startswith(variable("")):
        return next(iter(get_close_matches(upper, sorted(known), 1, NEAR)), "")
    nearness = max((_nearness(upper, setting), setting) for setting in known)
    return nearness[1] if nearness[0] >= NEAR_AFTER_THE_PREFIX else ""


def _nearness(name: str, setting: str) -> float:
    """Return how much of two names is alike behind the prefix, 0 to 1; of few letters, in whatever order they stand."""
    prefix = variable("")
    ours, theirs = name.removeprefix(prefix), setting.removeprefix(prefix)
    if len(theirs) <= SHORT and sorted(ours) == sorted(theirs):
        return 1.0
    return SequenceMatcher(None, ours, theirs).ratio()
