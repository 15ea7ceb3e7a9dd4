"""Settings of peers that may differ between the tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from evaluation.datasets.tasks import Question

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PerTask(Generic[T]):
    """One value for each task; a question tells its task by whether it names a project."""

    partner: T
    call: T

    def of(self, question: Question) -> T:
        """Return the value for the task of a question."""
        return self.partner if question.project is None else self.call
