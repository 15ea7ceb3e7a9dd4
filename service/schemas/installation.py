"""An installation: its networks, keys and settings, and how it does."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from service.schemas.base import Schema


class Confirmation(Schema):
    """What was done, in words."""

    done: str


class NetworkCard(Schema):
    """One network of the installation."""

    name: str
    actors: int
    settings: dict[str, str] = Field(description="Those in which it differs from the installation.")


class NetworkList(Schema):
    """The networks of the installation."""

    networks: list[NetworkCard]


class KeyCard(Schema):
    """One key; times are UTC."""

    id: str
    name: str
    scopes: list[str]
    rate: str
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    valid: bool = Field(description="Now.")
    actor: str = Field(description="Id of the one actor that it belongs to; empty for a key of the whole network.")
    used: date | None = Field(description="The day on which it was last used; null if none is known.")


class KeyList(Schema):
    """The keys of a network."""

    network: str
    keys: list[KeyCard]


class NewKey(Schema):
    """A key that is shown once."""

    key: str


class WebhookCard(Schema):
    """An address that is told what happens; times are UTC."""

    id: str
    url: str
    created: datetime
    failing_since: datetime | None
    given_up: datetime | None
    attempts: int = Field(description="How often the next message was sent in vain.")
    trouble: str = Field(description="Why the last attempt failed; empty if it did not.")


class WebhookList(Schema):
    """The webhooks of a network."""

    network: str
    webhooks: list[WebhookCard]


class NewWebhook(Schema):
    """A webhook with its secret, which is shown once."""

    id: str
    secret: str = Field(description="As Standard Webhooks writes it: whsec_ and the key in Base64.")


class Finding(Schema):
    """One part of an installation, and how it is."""

    name: str
    healthy: bool
    said: str
    cure: str = Field(description="What to do; empty if it is healthy.")


class Examination(Schema):
    """An installation that was looked over."""

    healthy: bool
    findings: list[Finding]


class SettingCard(Schema):
    """A setting."""

    name: str
    variable: str
    default: str
    value: str
    help: str


class SettingList(Schema):
    """All settings."""

    settings: list[SettingCard]
