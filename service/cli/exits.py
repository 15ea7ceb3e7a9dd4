"""The exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit status of a command means; `meaning` is shown in the help."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> ExitCode:  # noqa: D102 – the enumeration's own machinery
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    FINE = 0, "all went well"
    REFUSED = 1, "the input was refused: problems in a file, an unknown actor or word, a number out of bounds"
    USAGE = 2, "the command line was not understood"
    INSTALLATION = 3, "something is missing or damaged: no network imported yet, the store, a model, a setting, a port"
    INTERNAL = 70, "an error of the program itself; please report it"
    INTERRUPTED = 130, "stopped with Ctrl-C"
    PIPE_CLOSED = 141, "the program that read the output went away"
