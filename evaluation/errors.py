"""What can go wrong when judging: each error says what, where, and what to do next; in English, as the reports are."""

from __future__ import annotations

from collections.abc import Iterable

from data.errors import DataError
from data.wording.texts import Text


class EvaluationError(DataError):
    """Base of all errors of this package.

    Args:
        what: what is wrong, as a sentence.
        where: the system, dataset or file it is about; may be empty.
        cure: what to do next, as a sentence.
    """

    def __init__(self, what: str, where: str, cure: str) -> None:
        super().__init__(english(what), where, english(cure))


class ChoiceRefused(EvaluationError):
    """A dataset, task, split or system that does not exist."""

    @classmethod
    def among(cls, kind: str, name: str, choices: Iterable[str]) -> ChoiceRefused:
        """Return the error for a `name` that is not one of the `choices` of this `kind`."""
        return cls(f"There is no {kind} “{name}”.", "", f"Choose one of: {', '.join(choices)}.")


class QuestionsRefused(EvaluationError):
    """Questions that nobody can be judged by: there are none, or one has no right answer."""


class FolderRefused(EvaluationError):
    """A folder that nothing can be written into."""


class ScoresRefused(EvaluationError):
    """A system answered with scores that cannot be ranked."""


class LeakageFound(EvaluationError):
    """Something of the future, or of the right answers, has reached a system."""


def english(words: str) -> Text:
    """Return words that are shown as they are, in every language."""
    return Text("{words}", {"words": words})  # an argument, not a template: braces in a name stay what they are
