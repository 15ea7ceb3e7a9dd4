"""What came of a contact: told and taken back, with the cooperation that is made of a project."""

from __future__ import annotations

from data.records.keys import cooperation_id
from data.records.network import Network
from data.records.relations import Cooperation, Outcome, OutcomeKind
from data.store.transactions import Transaction

# Where a cooperation is known from that an actor has told of as an outcome.
FROM_OUTCOME = "outcome"


def project_of(outcome: Outcome) -> Cooperation | None:
    """Return the cooperation that an outcome tells of; None if it names no project that they work on."""
    if outcome.kind is not OutcomeKind.WORKING or not outcome.project:
        return None
    return Cooperation(tuple(sorted((outcome.actor, outcome.other))), outcome.project, source=FROM_OUTCOME)


def tell(transaction: Transaction, outcome: Outcome) -> bool:
    """Store what has come of a contact, in the place of what was told before; tell whether nothing was.

    A project they work on together is stored as a cooperation of the two, if it is not known yet.

    Raises:
        UnknownActor: one of the two is not stored.
    """
    project, before = project_of(outcome), transaction.outcome(outcome.actor, outcome.other)
    _withdraw_project(transaction, before, unless=project)
    new = (project,) if project and transaction.cooperation_like(project) is None else ()
    transaction.upsert(Network(cooperations=new, outcomes=(outcome,)))
    return before is None


def retract(transaction: Transaction, outcome: Outcome) -> None:
    """Remove what was told to have come of a contact, with the cooperation made of it; only the actors matter.

    Raises:
        UnknownOpinion: nothing was told.
    """
    _withdraw_project(transaction, transaction.outcome(outcome.actor, outcome.other), unless=None)
    transaction.take_back(outcome)


def _withdraw_project(transaction: Transaction, outcome: Outcome | None, unless: Cooperation | None) -> None:
    """Remove the cooperation made of an outcome, if it is as it was made and the other one does not tell of it."""
    project = project_of(outcome) if outcome else None
    if outcome is None or project is None or project == unless or transaction.cooperation_like(project) != project:
        return
    opposite = transaction.outcome(outcome.other, outcome.actor)
    if opposite is None or project_of(opposite) != project:
        transaction.remove_cooperation(cooperation_id(project))
