"""What can go wrong at the doors: each error says what, where, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from data.errors import DataError, Problem
from data.wording.texts import Text


class ServiceError(DataError):
    """Base of all errors of this package."""


class AddressRefused(ServiceError):
    """The service cannot listen where it was told to."""


class WorkersRefused(ServiceError):
    """Several processes that cannot serve together."""


class NotReady(ServiceError):
    """The network has not been opened yet."""


class Crowded(ServiceError):
    """More requests than the service can answer soon."""


class KeyMissing(ServiceError):
    """A request without a key to a service that has keys, or that comes from elsewhere."""


class SignInMissing(KeyMissing):
    """A page that is not open to whoever is not signed in."""


class ProviderRefused(ServiceError):
    """A provider of a single sign-on that cannot be reached, or says what cannot be believed."""


class ScopeMissing(ServiceError):
    """A key that does not allow what was asked for."""


class OtherActor(ServiceError):
    """A key of one actor, and a question about what is of another one."""


class RateRefused(ServiceError):
    """A rate that cannot be read."""


class TooManyRequests(ServiceError):
    """A key that has asked too often.

    Args:
        seconds: after which it may ask again at the latest.
    """

    def __init__(self, what: Text, where: str, cure: Text, seconds: int) -> None:
        super().__init__(what, where, cure)
        self.headers = {"Retry-After": str(seconds)}


class TooManyWrongKeys(TooManyRequests):
    """An address from which too many keys have come that open nothing."""


class HostRefused(ServiceError):
    """A name that the service does not answer to."""


class OpinionRefused(ServiceError):
    """Something that an actor cannot say of another one."""


class FormRefused(ServiceError):
    """A form of a page that cannot be used."""


class CursorRefused(ServiceError):
    """A cursor that no page of the list has given."""


class ConditionRefused(ServiceError):
    """A header that says when a write may happen, and cannot be understood."""


class ActorMoved(ServiceError):
    """A question about an actor by an earlier id, from before it was merged with another one.

    Args:
        location: the address by its id of now.
    """

    def __init__(self, what: Text, where: str, cure: Text, location: str) -> None:
        super().__init__(what, where, cure)
        self.headers = {"Location": location}


class ActorMerged(ServiceError):
    """A write to an earlier id of an actor, from before it was merged with another one."""


class RehearsalRunning(ServiceError):
    """Another rehearsal of the network has not ended yet."""


class UnknownRehearsal(ServiceError):
    """There is no such rehearsal, or it is not kept any more."""


class RequestRepeated(ServiceError):
    """A key of idempotency that came before with another request."""


class BodyTooSlow(ServiceError):
    """A body that does not arrive."""


class UnknownVocabulary(ServiceError):
    """There is no vocabulary of this name."""


class NoSuchPath(ServiceError):
    """Nothing is served at this path."""


class MethodRefused(ServiceError):
    """The path is served, but not with this method."""


class KindRefused(ServiceError):
    """A body of a kind that is not taken here."""


class EncodingRefused(KindRefused):
    """A body that is packed."""

    headers: ClassVar[Mapping[str, str]] = {"Accept-Encoding": "identity"}


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


class QuestionsOpen(RequestRefused):
    """A list with questions that have to be answered before it is stored."""


class SettingsRefused(ServiceError):
    """An environment variable with a value that a setting cannot take."""
