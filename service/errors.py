"""What can go wrong at the doors: each error says what, where, and what to do next."""

from __future__ import annotations

from data.errors import DataError, Problem
from data.texts import Text


class ServiceError(DataError):
    """Base of all errors of this package."""


class AddressRefused(ServiceError):
    """The service cannot listen where it was told to."""


class NotReady(ServiceError):
    """The network has not been opened yet."""


class UnknownVocabulary(ServiceError):
    """There is no vocabulary of this name."""


class NoSuchPath(ServiceError):
    """Nothing is served at this path."""


class MethodRefused(ServiceError):
    """The path is served, but not with this method."""


class BodyUnreadable(ServiceError):
    """A body that cannot be read at all."""


class BodyTooLarge(ServiceError):
    """A body larger than the service reads."""


class InternalError(ServiceError):
    """Something went wrong that the asker can do nothing about; it says nothing of what."""


class RequestRefused(ServiceError):
    """A request with faults.

    Args:
        problems: one per fault, with the parameter or field it stands in.
    """

    def __init__(self, problems: tuple[Problem, ...], what: Text, where: str, cure: Text) -> None:
        super().__init__(what, where, cure)
        self.problems = problems
