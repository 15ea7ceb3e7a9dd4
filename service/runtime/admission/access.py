"""Who may ask for what: a table of kinds of questions, and the scopes that open them.

A key of the whole network needs all the scopes of a kind. A key that belongs to one actor is admitted where the kind
says so: to what is of this actor, and to what all may read.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.tenancy.api_keys import Key
from data.wording.texts import Text, text
from service.errors import OtherActor, ScopeMissing


@dataclass(frozen=True, slots=True)
class Access:
    """What a kind of question needs.

    Attributes:
        scopes: that a key of the whole network needs, all of them.
        own: the scope that a key of one actor needs; empty where no such key is admitted.
        is_public: whether a key of one actor is admitted to what is of others, too.
    """

    scopes: tuple[str, ...]
    own: str = ""
    is_public: bool = False


# What all members may see.
READ = Access(("read",), "read", is_public=True)
# What a page shows through the eyes of an actor: the list that is made for it, without what it keeps from others.
LOOK = Access(("read",), "read")
# What a page shows of the network as a whole.
OVERSEE = Access(("read",))
# What an actor keeps from others: opinions, blocks, outcomes, follows, contact data, introductions, all that is held.
CONFIDE = Access(("confidential",), "read")
# The same of all actors at once.
WATCH = Access(("confidential",))
# What is done in the name of an actor, and answered without what the other side keeps for itself.
ACT = Access(("write",), "write")
# The same on a page, which shows it as well.
ACT_IN_SIGHT = Access(("write", "confidential"), "write")
ERASE = Access(("erase",), "erase")
# What is nobody's own: many records at once, and cooperations of several actors.
WRITE = Access(("write",))
COORDINATE = Access(("coordinate",))
# Who is reminded has not answered, so that reminders tell who was asked by whom, and who has answered.
REMIND = Access(("coordinate", "confidential"))
ADMINISTER = Access(("admin",))
# A token opens what an actor keeps from others: it comes from who is told that anyway.
VOUCH = Access(("read", "confidential"))


def demand_access(key: Key, access: Access, actor: str) -> None:
    """Refuse what a key does not open.

    Args:
        key: the key.
        access: what is asked for.
        actor: the actor whose it is; empty where the address names none.

    Raises:
        ScopeMissing: it lacks a scope, or belongs to one actor and this is not for such keys.
        OtherActor: it belongs to another actor.
    """
    needs = ((access.own,) if access.own else ()) if key.actor else access.scopes
    if not needs:
        raise ScopeMissing(text("A key that belongs to one actor does not allow this."), "", _other_key())
    missing = sorted(set(needs) - key.scopes)
    if missing:
        raise ScopeMissing(text("The key does not allow this: it needs the scope “{scope}”.", scope=missing[0]), "",
                           _other_key())
    if key.actor and key.actor != actor and not access.is_public:
        raise OtherActor(text("The key belongs to another actor: it opens only what is of its own."), "",
                         text("Ask for what is of the actor that the key belongs to."))


def _other_key() -> Text:
    return text("Use another key, or ask those who run the service for one.")
