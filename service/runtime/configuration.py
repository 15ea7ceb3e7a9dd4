"""The settings as they are read from the environment."""

from __future__ import annotations

from pydantic import ValidationError

from data.wording.texts import text
from service.errors import SettingsRefused
from service.settings import Settings


def read_settings() -> Settings:
    """Return the settings of the environment.

    Raises:
        SettingsRefused: one of them has no usable value.
    """
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        raise SettingsRefused(
            text("The setting has the value “{value}”: {reason}.", value=str(fault["input"]), reason=fault["msg"]),
            variable(str(fault["loc"][0])), text("Correct the environment variable, or remove it."),
        ) from error


def variable(setting: str) -> str:
    """Return the environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{setting}".upper()
