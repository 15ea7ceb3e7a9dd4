"""The errors of `models`: each says what went wrong, where, and what to do next."""

from collections.abc import Iterable


class ModelError(Exception):
    """The root of the errors of this package.

    Attributes:
        what: what went wrong, as a clause without a full stop.
        where: the file, argument or name it is about.
        cure: what to do next, as a sentence.
    """

    def __init__(self, what: str, where: str, cure: str) -> None:
        # All three go to Exception.args, so that the error survives pickling between processes.
        super().__init__(what, where, cure)
        self.what = what
        self.where = where
        self.cure = cure

    def __str__(self) -> str:
        """Return the three parts as one line."""
        return f"{self.where}: {self.what}. {self.cure}"


class InputRefused(ModelError):
    """An argument has the wrong shape, is not finite, or names an id that is unknown or already there."""


class ArtefactRefused(ModelError):
    """A file or folder is missing, damaged or of another format."""


class ArtefactDamaged(ArtefactRefused):
    """A file is ours and damaged: it may be made anew."""


class WeightsRefused(ModelError):
    """A weights file cannot be used: malformed, not finite, or for another list of terms."""


class UnknownChoice(ModelError):
    """A registry has no entry of that name."""

    @classmethod
    def among(cls, kind: str, name: str, choices: Iterable[str]) -> "UnknownChoice":
        """Return the error for a `name` that is not one of the `choices` of this `kind`."""
        return cls(f"there is no {kind} of this name", repr(name), f"Choose one of: {', '.join(sorted(choices))}.")


class MissingExtra(ModelError):
    """A Python package that the chosen part needs is not installed."""

    @classmethod
    def of(cls, package: str, extra: str) -> "MissingExtra":
        """Return the error for a missing `package`, naming the command that installs it."""
        return cls("this package is not installed", package, f"Run: pip install 'kumppani[{extra}]'")
