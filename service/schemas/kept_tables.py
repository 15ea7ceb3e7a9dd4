"""Every table of the database, and what an export of an actor's data has of it: contained, or explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from data.wording.texts import Text, render, text
from service.schemas.base import Schema


@dataclass(frozen=True, slots=True)
class TableUse:
    """What an export has of a table.

    Attributes:
        said: what the table holds; what of it is withheld, and why.
        fields: of the export in which it stands; none if nothing of it is handed out.
    """

    said: Text
    fields: tuple[str, ...] = ()


class KeptTable(Schema):
    """A table of the database, and what of it is in an export."""

    table: str
    name: str = Field(description="What it is called for people.")
    fields: list[str] = Field(description="Fields of the export that have it; empty if nothing of it is handed out.")
    said: str = Field(description="What it holds, and what of it is not handed out, and why.")


NAMES: Mapping[str, Text] = {
    "networks": text("Networks"),
    "actors": text("Profiles of actors"),
    "cooperations": text("Cooperation"),
    "blocks": text("Pairs that are not suggested to each other"),
    "opinions": text("What actors say of each other"),
    "outcomes": text("What came of contacts"),
    "keys": text("Keys of programs"),
    "answers": text("Answers to programs"),
    "erasures": text("Erased actors"),
    "planned_erasures": text("Planned erasures"),
    "webhooks": text("Programs that are told of events"),
    "vectors": text("Meanings of texts as numbers"),
    "processes": text("Processes that serve"),
    "rehearsals": text("Trials of rules"),
    "rate_leases": text("How often keys have asked"),
    "sign_ins": text("Who is signed in"),
    "sign_in_codes": text("Links for signing in"),
    "sweeps": text("What remains to be swept from files"),
    "introductions": text("Requests to be introduced"),
    "contacts": text("Contact data"),
    "aliases": text("Earlier ids of merged actors"),
    "distinct_pairs": text("Look-alikes that are two actors"),
    "events": text("What actors have done"),
    "follows": text("Who follows whom"),
    "idea_requests": text("Ideas that were made requests"),
    "idea_shares": text("With whom requests are shared"),
    "lists": text("Lists that were shown"),
    "imports": text("Lists that were imported"),
    "import_changes": text("What imports changed"),
    "import_answers": text("Answers about lists"),
    "rule_sets": text("Rules of the network"),
    "activations": text("Which rules were in use when"),
    "audit": text("Changes of rules, keys and settings"),
}

TABLES: Mapping[str, TableUse] = {
    "networks": TableUse(text("Names and settings of networks. It tells of no actor.")),
    "actors": TableUse(text(
        "Profiles: that of the actor, and the ids of those that say they are part of it."), ("actor", "units")),
    "cooperations": TableUse(text("Who works with whom: everything that names the actor."), ("cooperations",)),
    "blocks": TableUse(text(
        "Who does not want to be suggested with whom: what the actor has asked. Who has asked so of it is told "
        "to nobody, nor whether anybody has."), ("blocked",)),
    "opinions": TableUse(text(
        "What actors say of each other: what the actor has said. What others have said of it they have said in "
        "confidence: it is withheld, and so is whether there is any."), ("opinions",)),
    "outcomes": TableUse(text(
        "What came of contacts: what the actor has told, and what others have told of their contact with it."
    ), ("outcomes", "outcomes_of_others")),
    "keys": TableUse(text(
        "Keys of programs, of which only digests are kept, and the day each was last used. They belong to whoever "
        "runs the platform.")),
    "answers": TableUse(text(
        "What programs were answered to writes, so that a write sent again is not done again. Each is kept for "
        "the days of KUMPPANI_KEEP_ANSWERS_DAYS and repeats what stands in the other tables. It is not noted "
        "whom an answer tells of, and some tell what others have said in confidence. An erasure removes all of "
        "them.")),
    "erasures": TableUse(text(
        "Who was erased, under names that only the key of the installation can make of an id: whether the actor"
        " was erased before."), ("erased_before",)),
    "planned_erasures": TableUse(text(
        "Who is to be erased, and on which day, unless it stays. What is planned for the actor is told where its "
        "erasure is asked for.")),
    "webhooks": TableUse(text(
        "Addresses of programs that are told of events, and the secrets with which they check what they are sent. "
        "They belong to whoever runs the platform.")),
    "vectors": TableUse(text(
        "What an encoder worked out from the texts of profiles, under digests of the texts. It stands for what the "
        "profile says; to whom a row belongs is not noted, and it goes with the text.")),
    "processes": TableUse(text("Which processes serve, and how far each has come. It tells of no actor.")),
    "rehearsals": TableUse(text(
        "What other rules would change in the lists of actors, for those who coordinate the network. An erasure "
        "removes all of them.")),
    "rate_leases": TableUse(text(
        "How often keys may still ask, for the last minutes or hours, under digests. It tells of no actor.")),
    "sign_ins": TableUse(text(
        "Who is signed in to the pages: since when, until when, and for which actor; of what the browser holds only a "
        "digest is kept. Each is removed when it ends."), ("sign_ins",)),
    "sign_in_codes": TableUse(text(
        "What is good for signing in once, for some minutes, under digests: links that were sent to actors, and tokens "
        "that were used. They tell nothing that the other tables do not.")),
    "sweeps": TableUse(text("What was removed and may still be in files. It has ids of receipts, and none of actors.")),
    "introductions": TableUse(text(
        "Requests to be introduced, and of what the actor was reminded. Withheld is whether a request of its "
        "own was declined, what actors ask that it has blocked, and what the other side has said came of it: "
        "that is the other's confidence."), ("introductions", "reminders")),
    "contacts": TableUse(text("How actors can be reached: what the actor has given."), ("contact",)),
    "aliases": TableUse(text(
        "Ids of actors that were merged with others: those that lead to the actor."), ("earlier_ids",)),
    "distinct_pairs": TableUse(text(
        "Pairs of actors that look like one and are two: those of the actor."), ("known_different",)),
    "events": TableUse(text(
        "What actors have done: what the actor did. What others did, also what they have said of it, is theirs."
    ), ("history",)),
    "follows": TableUse(text(
        "Who follows whom: whom the actor follows, and since when. Who follows it is told to nobody, nor how "
        "many do."), ("follows",)),
    "idea_requests": TableUse(text(
        "Ideas that actors have made requests, with what was understood of them: those of the actor, and those that "
        "are shared with it, as it may see them. Withheld is what actors share that it has blocked, or that block it."
    ), ("requests", "requests_shared")),
    "idea_shares": TableUse(text(
        "With whom requests are shared: those of the actor. With whom others share theirs besides is their own matter."
    ), ("requests",)),
    "lists": TableUse(text(
        "Lists that were shown: those that were shown to the actor. In which lists of others it stood is "
        "withheld, as they tell what those have asked."), ("lists",)),
    "imports": TableUse(text(
        "Lists that were imported: when, by whom, and how much they changed. It tells of no actor.")),
    "import_changes": TableUse(text(
        "What records were before an import, so that it can be undone: changes of records that name the actor, but "
        "not of what others have said of it."
    ), ("import_changes",)),
    "import_answers": TableUse(text(
        "What was answered about columns and words of lists, for the next one. It tells of no actor.")),
    "rule_sets": TableUse(text(
        "Rules of the network, which speak of kinds of actors, and notes of those who coordinate it.")),
    "activations": TableUse(text("Which rules were in use when. It tells of no actor.")),
    "audit": TableUse(text(
        "Who changed which rule, weight, key or setting. It names keys and versions, and no actor.")),
}


def kept_tables(language: str) -> list[KeptTable]:
    """Return what an export says of the tables."""
    return [KeptTable(table=table, name=render(NAMES[table], language), fields=list(use.fields),
                      said=render(use.said, language)) for table, use in TABLES.items()]
