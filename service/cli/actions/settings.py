"""The settings of an installation, read and listed."""

from __future__ import annotations

from pydantic_core import PydanticUndefined
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data.wording.texts import text
from service.cli.shell import Shell
from service.runtime.configuration import variable
from service.schemas.installation import SettingCard, SettingList
from service.settings import Settings

HIDDEN = "***"
SECRET_PARAMETERS = ("password", "passwd", "sslpassword", "passfile")


def shown_values(settings: Settings) -> dict[str, str]:
    """Return the values in use, without the password of the database."""
    values = {name: str(getattr(settings, name)) for name in Settings.model_fields}
    return values | {"database": _without_password(settings.database)}


def default_of(setting: str) -> str:
    """Return the default of a setting as one would write it."""
    default = Settings.model_fields[setting].default
    return "" if default is PydanticUndefined else str(default)


def _without_password(url: str) -> str:
    """Return a database URL that can be shown; of one that cannot be read nothing is."""
    try:
        address = make_url(url) if url else None
    except (ArgumentError, ValueError):
        return HIDDEN
    if address is None:
        return ""
    secret = [name for name in address.query if name.casefold() in SECRET_PARAMETERS]
    return address.update_query_dict(dict.fromkeys(secret, HIDDEN)).render_as_string(hide_password=True)


def show_settings(shell: Shell) -> None:
    """List all settings, as the class declares them."""
    values = shown_values(shell.settings)
    answer = SettingList(settings=[
        SettingCard(name=name, variable=variable(name), default=default_of(name), value=values[name],
                    help=field.description or "")
        for name, field in Settings.model_fields.items()
    ])
    shell.answer(answer, lambda: _show_list(answer, shell))


def _show_list(answer: SettingList, shell: Shell) -> None:
    for setting in answer.settings:
        shell.out.say(setting.variable, style="bold")
        shell.out.paragraph(setting.help, indent=4)
        nothing = shell.words(text("empty"))
        shell.out.say(" " * 4 + shell.words(text("default: {value}", value=setting.default or nothing)))
        if setting.value != setting.default:
            shell.out.say(" " * 4 + shell.words(text("in use: {value}", value=setting.value or nothing)))
