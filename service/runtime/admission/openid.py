"""Signing in with somebody else's single sign-on: OpenID Connect, by the code flow with PKCE, state and nonce.

The provider says who somebody is. What he or she may do here follows from two of its claims, which the settings name:
one has the actor, the other one has the word of those who coordinate.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from data.records.profiles import Profile
from data.tenancy.api_keys import SCOPES_OF_ACTORS, Key
from data.wording.texts import Text, text
from models.registry import load_package
from service.clock import now
from service.errors import ProviderRefused
from service.settings import Settings, separate

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

EXTRA = "openid"
# Signatures that the provider alone can make; none that is made with a secret we have, too.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
SECONDS = 10.0
# What a provider says of itself is asked for again after so long.
KEPT_SECONDS = 3_600.0
# By so much the clocks of the two may differ.
LEEWAY = 60
_PATH = "/.well-known/openid-configuration"
_AGAIN = text("Try again, or sign in another way.")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the provider and back, which one browser goes once.

    Attributes:
        nonce: by which the answer is known to be to this question.
        verifier: of PKCE, by which the provider knows that the code comes back to who began.
        browser: digest of what the browser holds meanwhile.
        language: of the pages, ISO 639-1.
        next: the page to go on to; empty for the first one.
    """

    nonce: str
    verifier: str
    browser: str
    language: str
    next: str = ""

    def written(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))


def new_way(browser: str, language: str, address: str) -> Way:
    """Return a new way; see `Way`."""
    return Way(secrets.token_urlsafe(32), secrets.token_urlsafe(48), browser, language, address)


def read_way(words: str) -> Way:
    """Return a way from its text."""
    return Way(**json.loads(words))


class Provider:
    """The provider that the settings name.

    Args:
        settings: of the installation.

    Raises:
        MissingExtra: there is one, and the packages are not installed by which it is spoken to.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = Lock()
        self._known: tuple[float, Mapping[str, Any]] = (0.0, {})
        if self.is_on:
            load_package("authlib", EXTRA)
            load_package("requests", EXTRA)

    @property
    def is_on(self) -> bool:
        """Whether there is one."""
        return bool(self._settings.oidc_issuer)

    def address(self, way: Way, state: str) -> str:
        """Return where a browser begins a way.

        Args:
            way: that it goes.
            state: by which it is known when it comes back.

        Raises:
            ProviderRefused: the provider cannot be reached, or is not who it should be.
        """
        from authlib.integrations.base_client import OAuthError
        from requests import RequestException

        try:
            with self._session() as session:
                address, _ = session.create_authorization_url(
                    self._metadata(session)["authorization_endpoint"], state=state, code_verifier=way.verifier,
                    nonce=way.nonce)
        except (OAuthError, RequestException, ValueError, KeyError) as error:
            raise _refusal(error) from error
        return str(address)

    def claims(self, way: Way, code: str) -> Mapping[str, Any]:
        """Return what the provider says of somebody who has come back.

        Args:
            way: that his or her browser went.
            code: that the provider gave it along.

        Raises:
            ProviderRefused: the provider cannot be reached, or what it says is not to be believed.
        """
        from authlib.integrations.base_client import OAuthError
        from joserfc.errors import JoseError
        from requests import RequestException

        try:
            with self._session() as session:
                metadata = self._metadata(session)
                token = session.fetch_token(metadata["token_endpoint"], grant_type="authorization_code", code=code,
                                            code_verifier=way.verifier)
                keys = _json(session, metadata["jwks_uri"])
            return self._believed(token["id_token"], keys, way, token.get("access_token", ""))
        except (OAuthError, JoseError, RequestException, ValueError, KeyError, TypeError) as error:
            raise _refusal(error) from error

    def _believed(self, token: str, keys: Mapping[str, Any], way: Way, access_token: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet

        client = self._settings.oidc_client_id
        read = jwt.decode(token, KeySet.import_key_set(dict(keys)), list(ALGORITHMS))  # type: ignore[arg-type]
        claims = CodeIDToken(
            read.claims, read.header,
            options={"iss": {"essential": True, "value": self._settings.oidc_issuer},
                     "aud": {"essential": True, "value": client}, "sub": {"essential": True},
                     "exp": {"essential": True}, "iat": {"essential": True}},
            params={"nonce": way.nonce, "client_id": client, "access_token": access_token})
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _metadata(self, session: OAuth2Session) -> Mapping[str, Any]:
        """Return what the provider says of itself."""
        with self._turn:
            since, known = self._known
            if not known or monotonic() - since > KEPT_SECONDS:
                known = _json(session, self._settings.oidc_issuer.rstrip("/") + _PATH)
                if known.get("issuer") != self._settings.oidc_issuer:
                    raise ValueError("the provider says that it is another one")
                self._known = (monotonic(), known)
            return known

    def _session(self) -> OAuth2Session:
        from authlib.integrations.requests_client import OAuth2Session

        settings = self._settings
        session = OAuth2Session(
            settings.oidc_client_id, settings.oidc_client_secret.get_secret_value() or None,
            scope=" ".join(("openid", *separate(settings.oidc_extra_scopes))), code_challenge_method="S256",
            redirect_uri=return_address(settings), default_timeout=SECONDS)
        session.trust_env = False
        return session


def return_address(settings: Settings) -> str:
    """Return where the provider leads back to."""
    return f"{settings.public_address}/{settings.language}/sign-in/openid/return"


def key_for(claims: Mapping[str, Any], settings: Settings, actors: Iterable[Profile]) -> Key | None:
    """Return what somebody may do of whom a provider has said something; None for nothing.

    Args:
        claims: what it has said.
        settings: which claims count.
        actors: of the network.
    """
    roles = _words(claims.get(settings.oidc_role_claim)) if settings.oidc_role_claim else frozenset()
    if settings.oidc_coordinator_role and settings.oidc_coordinator_role in roles:
        return _key(settings, frozenset(separate(settings.oidc_coordinator_scopes)))
    named = _words(claims.get(settings.oidc_actor_claim)) if settings.oidc_actor_claim else frozenset()
    mine = [actor.id for actor in actors if actor.id in named or (actor.business_id and actor.business_id in named)]
    # Of several units of one business id nobody can tell which is meant.
    return _key(settings, frozenset(SCOPES_OF_ACTORS), mine[0]) if len(mine) == 1 else None


def _key(settings: Settings, scopes: frozenset[str], actor: str = "") -> Key:
    return Key("", settings.network, "", scopes, "", now(), actor=actor)


def _words(value: object) -> frozenset[str]:
    """Return what stands in a claim: one word, or a list of them."""
    return frozenset(item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))


def _json(session: OAuth2Session, address: str) -> Mapping[str, Any]:
    answer = session.request("GET", address, withhold_token=True, allow_redirects=False)
    answer.raise_for_status()
    content = answer.json()
    if not isinstance(content, dict):
        raise TypeError("no object")
    return content


def _refusal(error: Exception) -> ProviderRefused:
    """Return the error for the log; what a provider says may name people, and is left out."""
    what: Text = text("The provider of the sign-in could not say who this is ({reason}).", reason=type(error).__name__)
    return ProviderRefused(what, "", _AGAIN)
