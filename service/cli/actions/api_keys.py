"""Keys: listed, made, rotated and revoked."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data.errors import KeyRefused
from data.store.store import Store
from data.tenancy.api_keys import SCOPES_OF_ACTORS, Key, Keys, demand_actor
from data.tenancy.networks import Networks
from data.tenancy.tokens import claims_for, mint, scopes_to_pass_on
from data.wording.texts import Text, text
from data.wording.words import composed
from service.cli.actions.database import open_database
from service.cli.shell import Shell
from service.clock import now
from service.runtime.admission.rate_limits import read_rate
from service.schemas.installation import KeyCard, KeyList, NewKey

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class KeyWish:
    """A key that is to be made.

    Attributes:
        name: what it is for.
        scopes: what it allows; empty for all that the key of an actor can have.
        actor: id of the actor that it belongs to; empty for none.
        days: for how many it is valid; None for ever.
        rate: how often it may ask; empty for the usual.
    """

    name: str
    scopes: frozenset[str]
    actor: str
    days: int | None
    rate: str


def list_keys(shell: Shell) -> None:
    """Show the keys of the network."""
    time = now()
    with open_database(shell) as database:
        Networks(database).settings(shell.settings.network)  # refuses a network that there is not
        keys = Keys(database).of(shell.settings.network)
    cards = [_card(key, time) for key in keys]
    shell.answer(KeyList(network=shell.settings.network, keys=cards), lambda: _show(cards, shell))


def _card(key: Key, time: datetime) -> KeyCard:
    return KeyCard(id=key.id, name=key.name, scopes=sorted(key.scopes), rate=key.rate, created=key.created,
                   expires=key.expires, revoked=key.revoked, valid=key.is_valid(time), actor=key.actor, used=key.used)


def _show(cards: list[KeyCard], shell: Shell) -> None:
    if not cards:
        shell.out.say(shell.words(text("There are no keys. Make one with “kumppani key create NAME --scope read”.")))
    for card in cards:
        shell.out.say(f"{card.id}  {card.name}", style="bold")
        shell.out.say("    " + ", ".join((*card.scopes, *filter(None, [card.rate]))))
        if card.actor:
            shell.out.say("    " + shell.words(text("of “{actor}” alone", actor=card.actor)))
        shell.out.say("    " + shell.words(_validity(card)))
        shell.out.say("    " + shell.words(_use(card)))


def _validity(card: KeyCard) -> Text:
    start = card.created.date()
    if card.revoked:
        return text("made on {made}, revoked on {day}", made=start, day=card.revoked.date())
    if card.expires:
        return (text("made on {made}, valid until {day}", made=start, day=card.expires.date()) if card.valid
                else text("made on {made}, expired on {day}", made=start, day=card.expires.date()))
    return text("made on {made}, valid until it is revoked", made=start)


def _use(card: KeyCard) -> Text:
    return text("last used on {day}", day=card.used) if card.used else text("not used yet")


def create(shell: Shell, wish: KeyWish) -> None:
    """Make a key, and show it."""
    if wish.rate:
        read_rate(wish.rate)
    time = now()
    expires = time + timedelta(days=wish.days) if wish.days else None
    scopes = wish.scopes or frozenset(SCOPES_OF_ACTORS)
    with open_database(shell) as database:
        token = Keys(database).create(
            Key("", shell.settings.network, wish.name, scopes, wish.rate, time, expires, actor=wish.actor))
    _show_new(shell, token)


def mint_token(shell: Shell, key_file: Path, actor: str, scopes: Collection[str] | None, minutes: int) -> None:
    """Mint a token, and show it."""
    key, time = _read_key(key_file), now()
    with open_database(shell) as database:
        voucher = Keys(database).find(key, time)
        with Store(database, voucher.network).reading() as session:
            demand_actor(session.connection, voucher.network, composed(actor))
    passed_on = scopes_to_pass_on(voucher) if scopes is None else scopes
    token = mint(key, claims_for(actor, voucher, passed_on, time, timedelta(minutes=minutes)), voucher)
    shell.answer(NewKey(key=token), lambda: shell.out.say(token))


def _read_key(file: Path) -> str:
    try:
        return (sys.stdin.readline() if file == STANDARD_INPUT else file.read_text(encoding="utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRefused(text("The file of the key cannot be read."), str(file),
                         text("Check the file and its permissions.")) from error


def rotate(shell: Shell, key: str, days: int) -> None:
    """Make a key in the place of another one, and show it."""
    time = now()
    with open_database(shell) as database:
        token = Keys(database).rotate(shell.settings.network, key, time, time + timedelta(days=days))
    _show_new(shell, token)


def revoke(shell: Shell, key: str) -> None:
    """Revoke a key."""
    with open_database(shell) as database:
        Keys(database).revoke(shell.settings.network, key, now())
    shell.confirm(text("The key “{name}” opens nothing any more.", name=key))


def _show_new(shell: Shell, token: str) -> None:
    shell.answer(NewKey(key=token), lambda: shell.out.say(token))
    shell.note(text("Keep the key in a safe place: it is not shown again. "
                    "Requests carry it in the header “Authorization: Bearer KEY”."))
