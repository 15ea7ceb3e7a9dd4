"""What can go wrong with data: each error says what, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from data.wording.actions import NO_WAYS, Ways
from data.wording.texts import Text, render


class DataError(Exception):
    """Base of all errors of this package.

    Args:
        what: what is wrong.
        where: file, line, field or id it was found at; may be empty.
        cure: what to do next.
    """

    def __init__(self, what: Text, where: str, cure: Text) -> None:
        super().__init__(what, where, cure)
        self.what = what
        self.where = where
        self.cure = cure

    def __str__(self) -> str:
        """Return the error in English, on one line."""
        return self.in_language("en")

    def in_language(self, language: str, ways: Ways = NO_WAYS) -> str:
        """Return the error on one line in a language, with the ways of the door where it is shown."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{render(self.what, language)} {render(self.cure, language, ways)}"


class UnknownCode(DataError):
    """A word that is no code, label or synonym of a vocabulary."""


class AmbiguousCode(DataError):
    """A word that could mean several terms of a vocabulary."""


class UnknownActor(DataError):
    """No actor of the network has this id."""


class UnknownCooperation(DataError):
    """No cooperation of the network has this id."""


class UnknownOpinion(DataError):
    """An actor has not said of another one what is to be taken back."""


class UnknownIntroduction(DataError):
    """An actor takes part in no introduction of this id."""


class UnknownIdeaRequest(DataError):
    """An actor has made no request of this id of an idea, and none is shared with it."""


class UnknownErasure(DataError):
    """An actor that is not about to be erased."""


class UnknownContact(DataError):
    """An actor has given no contact data."""


class UnknownReceipt(DataError):
    """No erasure of the network has a receipt of this id."""


class ContactMissing(DataError):
    """Contact data have to be given before an introduction is asked for or accepted."""


class IntroductionRefused(DataError):
    """An introduction that cannot be asked for, or answered in this way, as things are now."""


class UnknownImport(DataError):
    """There is no import of a number."""


class ImportRefused(DataError):
    """An import cannot be undone."""


class VocabularyRefused(DataError):
    """A vocabulary table that cannot be used."""


class RecordsRefused(DataError):
    """Input with problems: nothing of it was imported."""

    def __init__(self, problems: tuple[Problem, ...], what: Text, where: str, cure: Text) -> None:
        super().__init__(what, where, cure)
        self.problems = problems


class UnknownNetwork(DataError):
    """The database holds no network of this name."""


class NetworkRefused(DataError):
    """A network that cannot be made: its name is taken, or is no name."""


class KeyRefused(DataError):
    """A key that does not open anything, or cannot be made."""


class TokenRefused(DataError):
    """A token that a key does not vouch for."""


class UnknownWebhook(DataError):
    """The network has no webhook of this id."""


class WebhookRefused(DataError):
    """An address that nothing is sent to."""


class UnknownRuleSet(DataError):
    """The network has no stored rules of this number."""


class RuleSetRefused(DataError):
    """Stored rules that cannot be removed, or rolled back, as they stand."""


class RecordChanged(DataError):
    """A record is not, or no longer, in the state that a writer knows."""


class StoreRefused(DataError):
    """A store that cannot be opened or holds something this version cannot read."""


class StoreUnreachable(StoreRefused):
    """A store whose server or file cannot be used now, whatever is asked of it."""


class StoreBusy(StoreRefused):
    """A store that others use for so long that it could not be used now."""


class LogBroken(StoreRefused):
    """An audit log that somebody has changed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, precise enough to mend it.

    Attributes:
        file: name of the input.
        line: line in the file, counted from 1 with the header as line 1; 0 when the whole file is meant.
        field: column, or empty when the whole record is meant.
        what: what is wrong.
        cure: what to write instead, with the nearest valid value where there is one.
    """

    file: str
    line: int
    field: str
    what: Text
    cure: Text

    def in_language(self, language: str, ways: Ways = NO_WAYS) -> str:
        """Return the problem on one line: where, what, cure with the ways of the door where it is shown."""
        place = ":".join(part for part in (self.file, str(self.line or ""), self.field) if part)
        words = f"{render(self.what, language)} {render(self.cure, language, ways)}".rstrip()
        return f"{place}: {words}" if place else words

    def __str__(self) -> str:
        """Return the problem in English."""
        return self.in_language("en")
