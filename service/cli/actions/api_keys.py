"""Keys: listed, made, rotated and revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from data.wording.texts import Text, text
from service.cli.actions.database import open_database
from service.cli.shell import Shell
from service.clock import now
from service.runtime.rate_limits import read_rate
from service.schemas.installation import KeyCard, KeyList, NewKey


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
                   expires=key.expires, revoked=key.revoked, valid=key.is_valid(time))


def _show(cards: list[KeyCard], shell: Shell) -> None:
    if not cards:
        shell.out.say(shell.words(text("There are no keys. Make one with “kumppani key create NAME --scope read”.")))
    for card in cards:
        shell.out.say(f"{card.id}  {card.name}", style="bold")
        shell.out.say("    " + ", ".join((*card.scopes, *filter(None, [card.rate]))))
        shell.out.say("    " + shell.words(_validity(card)))


def _validity(card: KeyCard) -> Text:
    start = card.created.date()
    if card.revoked:
        return text("made on {made}, revoked on {day}", made=start, day=card.revoked.date())
    if card.expires:
        return (text("made on {made}, valid until {day}", made=start, day=card.expires.date()) if card.valid
                else text("made on {made}, expired on {day}", made=start, day=card.expires.date()))
    return text("made on {made}, valid until it is revoked", made=start)


def create(shell: Shell, name: str, scopes: frozenset[str], days: int | None, rate: str) -> None:
    """Make a key, and show it."""
    if rate:
        read_rate(rate)
    time = now()
    expires = time + timedelta(days=days) if days else None
    with open_database(shell) as database:
        token = Keys(database).create(Key("", shell.settings.network, name, scopes, rate, time, expires))
    _show_new(shell, token)


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
