"""What all commands share: groups of options, `--lang` and `--json`, and the shell they speak through."""

from __future__ import annotations

import dataclasses
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter
from typing import Annotated, Any, Literal, get_type_hints

import typer

from service.cli.exits import ExitCode
from service.cli.shell import Shell

# It tells of settings that cannot be used itself, beside all else.
DOCTOR = "doctor"
LanguageOption = Annotated[Literal["fi", "sv", "en"] | None, typer.Option(
    "--lang", "--language", help="Language of the answer.")]


@dataclasses.dataclass(frozen=True)
class Speech:
    """How to answer."""

    language: LanguageOption = None
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False


def frame(command: Callable[..., None]) -> Callable[..., None]:
    """Make a function a command.

    Its first parameter gets a `Shell`. A parameter whose type is a dataclass becomes one option per field, so that
    groups of options can be shared between commands. `--lang` and `--json` are added to every command.
    """
    groups = {name: hint for name, hint in get_type_hints(command, include_extras=True).items()
              if dataclasses.is_dataclass(hint)}

    @wraps(command)
    def run(context: typer.Context, **values: Any) -> None:  # noqa: ANN401 – whatever the options hold
        speech = _pop_group(Speech, values)
        root = context.find_root().params
        with open_shell(speech.language or root["language"], speech.as_json, root["network"]) as shell:
            if command.__name__ != DOCTOR:
                shell.demand_usable_settings()
            arguments = {name: _pop_group(group, values) for name, group in groups.items()}
            command(shell, **values, **arguments)

    context = Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)
    parameters = [context, *_parameters(command), *_options(Speech)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _pop_group(group: Any, values: dict[str, Any]) -> Any:  # noqa: ANN401 – a dataclass, and an instance of it
    return group(**{field.name: values.pop(field.name) for field in dataclasses.fields(group)})


def _parameters(command: Callable[..., None]) -> Iterator[Parameter]:
    """Yield the parameters of a command but the shell, with groups taken apart."""
    hints = get_type_hints(command, include_extras=True)
    for parameter in list(inspect.signature(command).parameters.values())[1:]:
        hint = hints[parameter.name]
        if dataclasses.is_dataclass(hint):
            yield from _options(hint)
        else:
            yield parameter.replace(annotation=hint, kind=Parameter.KEYWORD_ONLY)


def _options(group: Any) -> Iterator[Parameter]:  # noqa: ANN401 – a dataclass
    hints = get_type_hints(group, include_extras=True)
    for field in dataclasses.fields(group):
        default = Parameter.empty if field.default is dataclasses.MISSING else field.default
        yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[field.name])


@contextmanager
def open_shell(language: str | None, as_json: bool, network: str | None = None) -> Iterator[Shell]:
    """Yield a shell; whatever goes wrong is said in three parts, and becomes an exit code."""
    shell = Shell(language, as_json, network)
    try:
        shell.speak_language_of_settings()
        yield shell
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_stdout()
        raise typer.Exit(ExitCode.PIPE_CLOSED) from None
    except (typer.Exit, typer.Abort, typer.TyperException):
        raise
    except Exception as error:
        from service.cli.failures import exit_code, show_failure

        show_failure(error, shell)
        raise typer.Exit(exit_code(error)) from error


def _leave_stdout() -> None:
    """Point stdout at nothing: Python flushes it once more at exit and would complain."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
