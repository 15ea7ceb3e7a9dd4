"""Settings: each has a name, a default and a help text; environment variables begin with KUMPPANI_."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from data import clock
from data.database.addresses import address_of
from data.vocabularies.catalogue import FINLAND
from matcher import defaults

# What every network may have of its own.
OWN_SETTINGS = ("vocabulary", "rules", "weights", "timezone")
# A hundred years: what is kept for longer is kept for ever, and the calendar has to reach so far back.
MOST_DAYS = 36_500


class Settings(BaseSettings):
    """What an installation can be told."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", extra="ignore")

    home: Path = Field(Path("var"), description="Folder of the database and of the cache of vectors.")
    database: str = Field("", description="Address of the database, postgresql+psycopg://user@host/name or "
                          "sqlite:///path; empty means the file kumppani.db in the home folder.")
    network: str = Field("default", description="The network that the command line works on, and that the service "
                         "answers from as long as there are no keys; “kumppani network list” names them.")
    vocabulary: Path = Field(FINLAND, description="Folder of sectors, themes and places, with its vocabulary.toml.")
    rules: Path = Field(defaults.RULES, description="File of the rules.")
    weights: Path = Field(defaults.DEFAULT, description="File of the ranking's weights, or the name of one that is "
                          "shipped: judged, hand_set, with_history, without_history. The default is judged with the "
                          "vocabulary of Finland, and hand_set with another.")
    timezone: ZoneInfo = Field(clock.FINLAND, description="Time zone whose calendar says what day it is, such as "
                               "Europe/Helsinki.")
    encoder: str = Field("static", description="Encoder: static, sentence-transformers or hashing.")
    encoder_model: str = Field("", description="Model name or folder of the encoder; empty means its default.")
    index: str = Field("faiss", description="Vector index: faiss or exact.")
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on; 0 takes any free one.")
    rate: str = Field("600/minute", description="How often a key may ask that has no rate of its own.")
    wrong_keys: str = Field("300/minute", description="How many keys that open nothing may come from one address; "
                            "after that only keys that were right before are looked at.")
    hosts: str = Field("", description="Names the service answers to once it has keys, without ports and separated by "
                       "commas, such as kumppani.example; empty means any. Without keys it answers to localhost, "
                       "127.0.0.1 and [::1] only. /healthz and /readyz answer to every name.")
    origins: str = Field("", description="Web pages whose scripts may call the service (CORS): origins such as "
                         "https://example.org, separated by commas.")
    embed_ancestors: str = Field("", description="Web pages that may show the suggestions of an actor in a frame: "
                                 "origins such as https://example.org, separated by commas; empty means none.")
    keep_answers_days: int = Field(1, ge=1, le=30, description="For how many days answers to writes are remembered, so "
                                   "that a write sent again is not done again.")
    keep_keys_days: int = Field(90, ge=0, le=MOST_DAYS, description="For how many days it is known that a key has "
                                "expired or been revoked, once “kumppani database tidy” runs.")
    keep_lists_days: int = Field(365, ge=0, le=MOST_DAYS, description="For how many days lists that were shown are "
                                 "kept, once “kumppani database tidy” runs; 0 means that none is.")
    keep_events_days: int = Field(730, ge=1, le=MOST_DAYS, description="For how many days it is kept what has happened "
                                  "in a network, once “kumppani database tidy” runs.")
    keep_imports_days: int = Field(180, ge=0, le=MOST_DAYS, description="For how many days an import can be undone: "
                                   "what it changed is kept so long, once “kumppani database tidy” runs.")
    erasure_key: SecretStr = Field(SecretStr(""), description=(
        "Secret of at least 32 letters by which erased actors are recognised when a backup is restored; several are "
        "separated by commas, of which the first makes new names. Empty means the file erasure.key in the home folder, "
        "which is made with the first erasure; programs on several machines need the setting."))
    explore: bool = Field(False, description="Whether the fifth place of each actor's list is drawn by lot each day "
                          "from the places 5 to 50, so that it can be learned how actors do who are seldom shown.")
    keep_introductions_days: int = Field(730, ge=365, le=MOST_DAYS, description="For how many days after its deadline "
                                         "an introduction is kept, once “kumppani database tidy” runs.")
    erase_after_days: int = Field(0, ge=0, le=30, description="For how many days an actor that is to be erased can "
                                  "still be let stay, out of all lists; then “kumppani database tidy” erases it. 0 "
                                  "erases at once.")
    log: Literal["text", "json"] = Field("text", description="How the service writes its log to stderr: lines for "
                                         "people, or JSON for programs.")
    metrics_port: int = Field(0, ge=0, le=65535, description="Port at which Prometheus finds the figures of the "
                              "service, without a key; 0 means nowhere.")
    metrics_host: str = Field("127.0.0.1", description="Address at which it finds them.")
    operator: str = Field("", max_length=200, description="Who runs the service, as pages name it: the controller of "
                          "personal data.")
    operator_email: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$", description=(
        "Where pages tell readers to write about accessibility and personal data."))
    privacy_notice: str = Field("", max_length=500, pattern=r"^(https?://[^\s]+)?$", description=(
        "Address of their own notice on data protection, with the legal basis and who receives data."))
    sign_in_hours: int = Field(24, ge=1, le=336, description="After how many hours in which no page is opened somebody "
                               "is signed out; after 14 days in any case.")
    public_address: str = Field("", max_length=200, pattern=r"^(https?://[^/\s?#@]+)?$", description=(
        "Where browsers find the service, such as https://kumppani.example: what links in e-mails begin with, and "
        "where a provider of OpenID Connect leads back to."))
    smtp_host: str = Field("", max_length=253, description="Mail server that takes the links by which actors sign in; "
                           "empty means that none is sent. Needs KUMPPANI_SMTP_SENDER and KUMPPANI_PUBLIC_ADDRESS.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_encryption: Literal["starttls", "tls", "none"] = Field("starttls", description=(
        "How it is spoken to: starttls, tls from the beginning, or none."))
    smtp_user: str = Field("", max_length=254, description="Name to log in with there; empty means without.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password to log in with there.")
    smtp_sender: str = Field("", max_length=254, pattern=r"^([^@\s<>]+@[^@\s<>]+)?$", description=(
        "E-mail address that the links come from."))
    oidc_issuer: str = Field("", max_length=500, pattern=r"^(https?://[^\s?#@]+)?$", description=(
        "Provider of a single sign-on (OpenID Connect) by which people sign in to the pages of KUMPPANI_NETWORK, as it "
        "names itself; empty means none. Needs KUMPPANI_OIDC_CLIENT_ID and KUMPPANI_PUBLIC_ADDRESS."))
    oidc_client_id: str = Field("", max_length=500, description="As what the provider knows this service.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="By what it knows it; empty means PKCE alone.")
    oidc_extra_scopes: str = Field("", max_length=500, description="What is asked of the provider besides “openid”, "
                                   "separated by commas, such as profile.")
    oidc_actor_claim: str = Field("", max_length=200, description="Claim that has the id or the business id of the "
                                  "actor that somebody acts for.")
    oidc_role_claim: str = Field("", max_length=200, description="Claim that has the roles or groups of somebody.")
    oidc_coordinator_role: str = Field("", max_length=200, description="Which of them coordinates the network.")
    oidc_coordinator_scopes: str = Field("read,write,coordinate", max_length=200, description=(
        "Scopes of those who do, as keys have them."))
    language: Literal["fi", "sv", "en"] = Field("en", description="Language of answers when none is asked for.")

    def of_network(self, own: Mapping[str, str]) -> Settings:
        """Return the settings of a network, which go before those of the installation; see `OWN_SETTINGS`."""
        return Settings.model_validate({**self.model_dump(), **own})

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins whose scripts may call the service."""
        return separate(self.origins)

    @property
    def framing_origins(self) -> tuple[str, ...]:
        """The origins whose pages may show a part of the service in a frame."""
        return separate(self.embed_ancestors)

    @property
    def served_names(self) -> frozenset[str]:
        """The names the service answers to once it has keys; empty for any."""
        return frozenset(map(str.lower, separate(self.hosts)))

    @property
    def database_url(self) -> str:
        """The database URL, with its default filled in."""
        return self.database or address_of(self.home / "kumppani.db")


def separate(value: str) -> tuple[str, ...]:
    """Return what stands between the commas of a value."""
    return tuple(part.strip() for part in value.split(",") if part.strip())
