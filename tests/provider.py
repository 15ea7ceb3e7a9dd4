"""A small provider of OpenID Connect for tests: the code flow with PKCE, for one client and one person."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.listening import listening

CLIENT, SECRET = "kumppani", "a secret of tests"

Claims = dict[str, Any]


class ProviderServer(ThreadingHTTPServer):
    """A provider.

    Attributes:
        claims: of the person who is signed in there.
        bend: changes a token before it is signed.
        asked: the parameters of the authorization requests that have come.
        key: that tokens are signed with.
        published: that is named as the one that they are signed with.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.claims: Claims = {"sub": "person-1"}
        self.bend: Callable[[Claims], Claims] = dict
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.key = ECKey.generate_key("P-256", {"kid": "one"})
        self.published = self.key
        self.says: Mapping[str, Any] = {}

    @property
    def issuer(self) -> str:
        """Its own name."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def metadata(self) -> Mapping[str, Any]:
        """What it says of itself."""
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys", **self.says}

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser of the person is led, who agrees."""
        self.asked.append(query)
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Mapping[str, Any]]:
        """Return the status and the content of the answer to a request for tokens."""
        asked = self.codes.pop(form.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or digest.decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if authorization not in (basic, plain) or form["redirect_uri"] != asked["redirect_uri"]:
            return 401, {"error": "invalid_client"}
        now = int(time())
        claims = self.bend({"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"],
                            **self.claims})
        token = jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.key, ["ES256"])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}


class _Handler(BaseHTTPRequestHandler):
    server: ProviderServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(dict(parse_qsl(parts.query))))
            self.end_headers()
        elif parts.path == "/keys":
            self._answer(200, {"keys": [self.server.published.as_dict(private=False)]})
        else:
            self._answer(200, self.server.metadata())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.server.token(form, self.headers.get("Authorization", "")))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the server
        """Say nothing."""

    def _answer(self, status: int, content: Mapping[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider_server() -> Iterator[ProviderServer]:
    """Give a provider that listens."""
    with listening(ProviderServer()) as server:
        yield server
