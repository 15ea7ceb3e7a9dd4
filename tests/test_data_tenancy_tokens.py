"""Tokens: signed by the secret of a stored key, for one actor and some minutes, and by no other way."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from data.database.connection import Database
from data.database.tables import KEYS
from data.errors import KeyRefused, TokenRefused, UnknownActor
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import SCOPES, Key, Keys
from data.tenancy.networks import Networks
from data.tenancy.tokens import claims_for, is_token, mint, read_token, scopes_to_pass_on
from tests.gears import examples
from tests.networks import actor

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Platform:
    """A platform with a key that vouches."""

    keys: Keys
    key: str

    @property
    def voucher(self) -> Key:
        return self.keys.find(self.key, NOW)

    def mint(self, *scopes: str, who: str = "a", life: timedelta = 15 * MINUTE) -> str:
        return mint(self.key, claims_for(who, self.voucher, scopes, NOW, life), self.voucher)

    def sign(self, header: dict[str, Any], claims: object, secret: str = "") -> str:
        """What a program of its own makes, which knows of the secret and of the standards only."""
        seed = HKDF(SHA256(), 32, b"kumppani", b"tokens/1").derive((secret or self.key.split("_", 2)[2]).encode())
        content = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
        return f"{content}.{encode(Ed25519PrivateKey.from_private_bytes(seed).sign(content.encode()))}"

    def header(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a header may hold
        return {"alg": "Ed25519", "typ": "JWT", "kid": self.voucher.id, **changes}

    def claims(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a token may say
        time = int(NOW.timestamp())
        return {"aud": "kumppani", "network": "default", "sub": "a", "iat": time, "exp": time + 900, "scope": "read",
                **changes}


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def create(keys: Keys, *scopes: str, network: str = "default", expires: datetime | None = None, of: str = "") -> str:
    return keys.create(Key("", network, "platform", frozenset(scopes or SCOPES), "60/minute", NOW, expires, actor=of))


@pytest.fixture
def platform(database: Database) -> Platform:
    Store(database).replace(Network((actor("a"), actor("b"))))
    keys = Keys(database)
    return Platform(keys, create(keys))


def refused(platform: Platform, token: str, at: datetime = NOW) -> None:
    with pytest.raises(KeyRefused, match="not known, or is not valid"):
        read_token(token, platform.keys, at)


class TestMinted:
    def test_it_is_a_key_to_its_actor(self, platform: Platform) -> None:
        token = platform.mint("write")
        key = read_token(token, platform.keys, NOW)
        assert (key.id, key.network, key.actor, key.scopes, key.rate) == (
            platform.voucher.id, "default", "a", frozenset({"read", "write"}), "60/minute")
        assert (key.created, key.expires) == (NOW, NOW + 15 * MINUTE)
        assert is_token(token)
        assert not is_token(platform.key)

    def test_it_lives_until_its_last_second(self, platform: Platform) -> None:
        token, second = platform.mint(life=2 * MINUTE), timedelta(seconds=1)
        read_token(token, platform.keys, NOW + 2 * MINUTE - second)
        refused(platform, token, NOW + 2 * MINUTE)
        read_token(token, platform.keys, NOW - MINUTE)  # the clock of who mints may be ahead
        refused(platform, token, NOW - MINUTE - second)

    def test_all_end_with_the_key_that_vouches(self, platform: Platform) -> None:
        other = Platform(platform.keys, create(platform.keys))
        mine, others = platform.mint(), other.mint()
        platform.keys.revoke("default", platform.voucher.id, NOW)
        refused(platform, mine)
        read_token(others, platform.keys, NOW)

    def test_rotation_leaves_both_valid_for_a_while(self, platform: Platform) -> None:
        old, later = platform.mint(), NOW + 5 * MINUTE
        new = Platform(platform.keys, platform.keys.rotate("default", platform.voucher.id, NOW, later))
        assert read_token(new.mint(), platform.keys, NOW).id != read_token(old, platform.keys, NOW).id
        refused(platform, old, later)
        read_token(new.mint(), platform.keys, later)

    def test_an_expired_key_vouches_for_nothing(self, platform: Platform) -> None:
        soon = Platform(platform.keys, create(platform.keys, expires=NOW + MINUTE))
        token = soon.mint()
        read_token(token, platform.keys, NOW)
        refused(soon, token, NOW + MINUTE)

    @pytest.mark.parametrize(("scopes", "message"), [
        (("read", "write"), "needs the scopes read and confidential"), (("confidential", "write"), "needs the scopes"),
    ])
    def test_who_is_not_told_confidences_vouches_for_nobody(self, scopes: tuple[str, ...], message: str,
                                                            platform: Platform) -> None:
        with pytest.raises(TokenRefused, match=message):
            Platform(platform.keys, create(platform.keys, *scopes)).mint()

    @pytest.mark.parametrize("beyond", ["write", "erase", "confidential", "admin", "x"])
    def test_it_allows_no_more_than_its_key(self, beyond: str, platform: Platform) -> None:
        modest = Platform(platform.keys, create(platform.keys, "read", "confidential", "admin"))
        assert scopes_to_pass_on(modest.voucher) == {"read"}
        claims = claims_for("a", modest.voucher, (), NOW, MINUTE).model_copy(update={"scope": f"read {beyond}"})
        with pytest.raises(TokenRefused, match=f"does not allow “{beyond}”"):
            mint(modest.key, claims, modest.voucher)
        refused(modest, modest.sign(modest.header(), modest.claims(scope=f"read {beyond}")))

    def test_a_key_of_an_actor_vouches_for_nobody(self, platform: Platform) -> None:
        own = Platform(platform.keys, create(platform.keys, "read", "write", of="a"))
        with pytest.raises(TokenRefused):
            own.mint()
        refused(own, own.sign(own.header(), own.claims()))

    def test_a_key_from_before_has_to_be_rotated(self, platform: Platform, database: Database) -> None:
        token = platform.mint()
        with database.writing() as connection:
            connection.execute(update(KEYS).values(public_key=None))
        refused(platform, token)
        with pytest.raises(TokenRefused, match="made before there were tokens"):
            platform.mint()


class TestSignedElsewhere:
    """A platform may sign by itself, with what it has of its key and nothing else."""

    def test_it_is_the_same(self, platform: Platform) -> None:
        assert platform.sign(platform.header(), platform.claims()).split(".")[2]
        assert read_token(platform.sign(platform.header(), platform.claims()), platform.keys, NOW) == read_token(
            platform.mint(), platform.keys, NOW)

    @pytest.mark.parametrize("claims", [
        {"aud": "other"}, {"aud": ["kumppani"]}, {"aud": None}, {"network": "other"}, {"sub": ""}, {"sub": 1},
        {"exp": 1764245701 + 901}, {"exp": "2027"}, {"exp": 1e300}, {"exp": True}, {"iat": None}, {"iat": -(10**30)},
        {"scope": ""}, {"scope": "write"}, {"scope": ["read"]}, {"scope": "read fly"}, {"nbf": 1}, {"admin": True}])
    def test_what_it_says_has_to_be_right(self, claims: dict[str, Any], platform: Platform) -> None:
        refused(platform, platform.sign(platform.header(), platform.claims(**claims)))

    @pytest.mark.parametrize("missing", ["aud", "network", "sub", "iat", "exp", "scope"])
    def test_nothing_of_it_may_be_left_out(self, missing: str, platform: Platform) -> None:
        refused(platform, platform.sign(platform.header(), {
            name: value for name, value in platform.claims().items() if name != missing}))

    def test_it_lives_for_a_quarter_of_an_hour_at_most(self, platform: Platform) -> None:
        time = int(NOW.timestamp())
        for start, end, is_right in ((0, 900, True), (0, 901, False), (60, 960, True), (61, 900, False),
                                     (-899, 1, True), (-900, 1, False), (1, 1, False), (5, 1, False)):
            token = platform.sign(platform.header(), platform.claims(iat=time + start, exp=time + end))
            if is_right:
                read_token(token, platform.keys, NOW)
            else:
                refused(platform, token)

    @pytest.mark.parametrize("header", [
        {"alg": "none"}, {"alg": "EdDSA"}, {"alg": "HS256"}, {"alg": "Ed448"}, {"alg": None}, {"alg": 1},
        {"kid": "0" * 16}, {"kid": ""}, {"kid": None}, {"kid": "\x00"}, {"kid": "x" * 400}, {"crit": ["x"]},
        {"jwk": {"kty": "oct", "k": "AAAA"}}, {"jku": "https://evil.example"}, {"b64": False}, {"x": 1}])
    def test_the_header_has_to_be_right(self, header: dict[str, Any], platform: Platform) -> None:
        refused(platform, platform.sign(platform.header(**header), platform.claims()))

    def test_the_public_key_is_no_secret(self, platform: Platform) -> None:
        """The old trick: what everybody may know is taken as the secret of another algorithm."""
        public = platform.voucher.public_key
        for secret in (public.encode(), base64.urlsafe_b64decode(public + "=")):
            content = ".".join(encode(json.dumps(part).encode()) for part in (
                platform.header(alg="HS256"), platform.claims()))
            signer = HMAC(secret, SHA256())
            signer.update(content.encode())
            refused(platform, f"{content}.{encode(signer.finalize())}")
        refused(platform, platform.sign(platform.header(), platform.claims(), public))

    def test_the_key_of_another_one_does_not_sign_for_this_one(self, platform: Platform, database: Database) -> None:
        Networks(database).add("other")
        other = Platform(platform.keys, create(platform.keys, network="other"))
        refused(platform, other.sign(platform.header(), platform.claims()))
        refused(platform, other.sign(other.header(), other.claims()))
        read_token(other.sign(other.header(), other.claims(network="other")), platform.keys, NOW)

    def test_ids_are_compared_composed(self, platform: Platform) -> None:
        token = platform.sign(platform.header(), platform.claims(sub="a\u0308"))
        assert read_token(token, platform.keys, NOW).actor == "ä"


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_other_letter_is_right(data: st.DataObject, platform: Platform) -> None:
    token = platform.mint("write")
    place = data.draw(st.integers(0, len(token) - 2))  # the last letter has bits that mean nothing
    letter = data.draw(st.characters().filter(lambda sign: sign != token[place]))
    refused(platform, token[:place] + letter + token[place + 1:])


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=200), st.lists(st.text(max_size=40), min_size=3, max_size=3).map(".".join),
                 st.binary(max_size=90).map(encode).map(lambda part: f"{part}.{part}.{part}")))
def test_no_text_is_a_token(platform: Platform, token: str) -> None:
    refused(platform, token)


@pytest.mark.parametrize("change", [lambda token: token[:-4], lambda token: token + "=", lambda token: f"{token}.x",
                                    lambda token: token.rsplit(".", 1)[0] + ".", lambda token: token * 20])
def test_parts_of_one_are_none(change: Callable[[str], str], platform: Platform) -> None:
    refused(platform, change(platform.mint()))


class TestKeysOfActors:
    def test_one_belongs_to_an_actor_that_is_there(self, platform: Platform) -> None:
        key = platform.keys.find(create(platform.keys, "read", "write", of="a"), NOW)
        assert (key.actor, key.scopes) == ("a", frozenset({"read", "write", "erase"}))  # to be erased is its right
        assert platform.keys.find(create(platform.keys, "read", of="a"), NOW).scopes == {"read"}
        with pytest.raises(UnknownActor):
            create(platform.keys, "read", of="nobody")
        assert key.knows("a")
        assert not key.knows("b")
        assert not key.knows("")

    @pytest.mark.parametrize("scopes", [("write",), ("read", "confidential"), ("read", "admin"), ("erase",)])
    def test_it_allows_what_an_actor_may(self, scopes: tuple[str, ...], platform: Platform) -> None:
        with pytest.raises(KeyRefused, match="key of one actor allows to read"):
            create(platform.keys, *scopes, of="a")

    def test_it_ends_with_its_actor(self, platform: Platform, database: Database) -> None:
        own, other = create(platform.keys, "read", of="a"), create(platform.keys, "read", of="b")
        with Store(database).writing() as transaction:
            transaction.erase("a", ErasedNames(("k" * 32,)), NOW)
        with pytest.raises(KeyRefused):
            platform.keys.find(own, NOW)
        platform.keys.find(other, NOW)
        key = next(key for key in platform.keys.of("default") if key.id == own.split("_")[1])
        assert (key.actor, key.name) == ("", "")
        assert key.revoked is not None

    def test_the_last_key_of_a_service_leaves_it_closed(self, database: Database) -> None:
        Store(database).replace(Network((actor("a"),)))
        create(Keys(database), "read", of="a")
        with Store(database).writing() as transaction:
            transaction.erase("a", ErasedNames(("k" * 32,)), NOW)
        assert Keys(database).exist()

    def test_rotation_keeps_whose_it_is(self, platform: Platform) -> None:
        first, second = (create(platform.keys, "read", of=name) for name in "ab")
        for key, name in ((second, "b"), (first, "a")):
            new = platform.keys.rotate("default", key.split("_")[1], NOW + MINUTE, NOW + 9 * MINUTE)
            assert platform.keys.find(new, NOW + MINUTE).actor == name
