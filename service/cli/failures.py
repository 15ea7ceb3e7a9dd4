"""Errors for people: what, where and what to do next, and the exit code that belongs to the kind of error."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from data.errors import DataError, Problem, RecordsRefused, StoreRefused, VocabularyRefused
from data.wording.texts import Text, render, text
from matcher.errors import RulesRefused, SnapshotRefused
from models.errors import ModelError
from service.cli.console import write_json
from service.cli.exits import ExitCode
from service.cli.shell import Shell
from service.cli.ways import WAYS
from service.errors import AddressRefused, SettingsRefused
from service.schemas.problems import Failure, FileProblem, Trouble

# The nearest class counts; an error that is none of these is a bug.
EXIT_CODES: Mapping[type[BaseException], ExitCode] = {
    DataError: ExitCode.REFUSED,
    StoreRefused: ExitCode.INSTALLATION,
    VocabularyRefused: ExitCode.INSTALLATION,
    AddressRefused: ExitCode.INSTALLATION,
    SettingsRefused: ExitCode.INSTALLATION,
    SnapshotRefused: ExitCode.INSTALLATION,
    ModelError: ExitCode.INSTALLATION,
    BaseException: ExitCode.INTERNAL,
}


def exit_code(error: Exception) -> ExitCode:
    """Return the exit code of an error."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


def show_failure(error: Exception, shell: Shell) -> None:
    """Say on stderr what went wrong; a bug is shown with its traceback, which a report of it needs."""
    failure = Failure(error=trouble(error, shell.language), problems=_faults(error, shell.language))
    if shell.as_json:
        write_json(failure, sys.stderr)
        return
    if exit_code(error) is ExitCode.INTERNAL:
        traceback.print_exception(error, file=sys.stderr)
    summary = _one_line(failure.error)
    for line in map(_one_line, failure.problems):
        if line != summary:
            shell.err.say(line)
    shell.err.say(shell.words(text("Error: {error}", error=summary)))


def faults(problems: tuple[Problem, ...], language: str) -> list[FileProblem]:
    """Return problems as they are reported."""
    return [_fault(problem, language) for problem in problems]


def trouble(error: Exception, language: str) -> Trouble:
    """Return an error as it is reported."""
    what, where, cure = _parts(error)
    return Trouble(what=render(what, language), where=where, cure=render(cure, language, WAYS))


def _parts(error: Exception) -> tuple[Text | str, str, Text | str]:
    if isinstance(error, DataError):
        return error.what, error.where, error.cure
    if isinstance(error, ModelError):
        return f"{error.what}.", error.where, error.cure
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return (text("Something unexpected happened: {reason}.", reason=f"{type(error).__name__}: {error}"),
            f"{Path(frame.filename).name}:{frame.lineno}", text("Please report it, with what you did before."))


def _faults(error: Exception, language: str) -> list[FileProblem]:
    if isinstance(error, RecordsRefused):
        return faults(error.problems, language)
    if isinstance(error, RulesRefused):
        return faults(error.located(), language)
    return []


def _fault(problem: Problem, language: str) -> FileProblem:
    where = ":".join(part for part in (problem.file, str(problem.line or ""), problem.field) if part)
    return FileProblem(what=render(problem.what, language), where=where, cure=render(problem.cure, language, WAYS),
                 file=problem.file, line=problem.line, field=problem.field)


def _one_line(trouble: Trouble) -> str:
    place = f"{trouble.where}: " if trouble.where else ""
    return f"{place}{trouble.what} {trouble.cure}".rstrip()
