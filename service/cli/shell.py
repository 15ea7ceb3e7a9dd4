"""Where a command says what it has to say: the answer goes to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from data.errors import Problem
    from data.wording.texts import Text
    from service.cli.console import Console
    from service.schemas.base import Schema
    from service.settings import Settings

LANGUAGES = ("fi", "sv", "en")
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def locale_language(environment: Mapping[str, str]) -> str:
    """Return the language of the locale if it is one of ours, else English; the first variable that is set counts."""
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    language = locale[:2].casefold()
    return language if language in LANGUAGES and not locale[2:3].isalpha() else "en"


class Shell:
    """What every command has: settings, a language, and the two places to speak to.

    Args:
        language: ISO 639-1, as asked for on the command line; None takes that of the settings, else of the locale.
        as_json: whether answers and errors are JSON.
        network: name of a network, as asked for on the command line; None takes that of the settings.
    """

    def __init__(self, language: str | None, as_json: bool, network: str | None = None) -> None:
        self.language = language or locale_language(os.environ)
        self.as_json = as_json
        self._language_is_free = language is None
        self._network = network

    @cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            SettingsRefused: one of them has no usable value.
        """
        from service.runtime.configuration import read_settings

        settings = read_settings()
        return settings.model_copy(update={"network": self._network}) if self._network else settings

    def demand_usable_settings(self) -> None:
        """Refuse settings that cannot be used, and misspelt ones.

        Raises:
            SettingsRefused: there are some.
        """
        from service.runtime.configuration import demand_usable

        demand_usable(self.settings)

    def warn_of_unknown_settings(self) -> None:
        """Name the environment variables that look like settings and are none."""
        from data.wording.texts import text
        from service.runtime.configuration import unknown

        for name in unknown():
            self.note(text("Warning: {warning}", warning=text("{name}: there is no setting of this name.", name=name)))

    def today(self) -> date:
        """Return the day it is in the network.

        Raises:
            DataError: the settings of the network cannot be read.
        """
        from service.clock import today
        from service.runtime.loading import settings_of_network

        return today(settings_of_network(self.settings).timezone)

    def day(self, day: date | None) -> date:
        """Return a day that was asked for, or the day it is."""
        return self.today() if day is None else day

    @cached_property
    def out(self) -> Console:
        """The terminal or file that gets the answer."""
        from service.cli.console import Console

        return Console()

    @cached_property
    def err(self) -> Console:
        """The terminal or file that gets progress, warnings and errors."""
        from service.cli.console import Console

        return Console(stderr=True)

    def words(self, message: Text) -> str:
        """Return a message in the language of the answer."""
        from data.wording.texts import render

        return render(message, self.language)

    def answer(self, result: Schema, show: Callable[[], None]) -> None:
        """Print a result as JSON, or call what shows it to people."""
        if self.as_json:
            from service.cli.console import write_json

            write_json(result, sys.stdout)
        else:
            show()

    def confirm(self, *messages: Text) -> None:
        """Answer what was done, in one or more sentences."""
        from service.schemas.installation import Confirmation

        answer = Confirmation(done=" ".join(map(self.words, messages)))
        self.answer(answer, lambda: self.out.say(answer.done))

    def note(self, message: Text) -> None:
        """Say something that is not part of the answer."""
        self.err.say(self.words(message))

    def list_problems(self, problems: Iterable[Problem]) -> None:
        """Say what has to be mended, one line each: file, line and field, what, and the cure."""
        from service.cli.ways import WAYS

        for problem in problems:
            self.err.say(problem.in_language(self.language, WAYS))

    def warn(self, problems: Iterable[Problem]) -> None:
        """Say what was not used, one line each."""
        from data.wording.texts import text
        from service.cli.ways import WAYS

        for problem in problems:
            warning = problem.in_language(self.language, WAYS)
            self.err.say(self.words(text("Warning: {warning}", warning=warning)))

    @contextmanager
    def progress(self, task: Text, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Show a bar while something takes its time; yields what is to be called with the number done so far."""
        from service.cli.console import progress_bar

        with progress_bar(self.err, self.words(task), total) as advance:
            yield advance

    def speak_language_of_settings(self) -> None:
        """Take the language of the settings where the command line names none and the settings do."""
        if self._language_is_free and "language" in self.settings.model_fields_set:
            self.language = self.settings.language
