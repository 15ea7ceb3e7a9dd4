"""Header fields as ASGI has them."""

from __future__ import annotations

import pytest

from service.http.fields import first, joined

FIELDS = {"headers": [(b"host", b"a"), (b"accept", b"x;q=0.5"), (b"accept", b"\xe4"), (b"empty", b"")]}


@pytest.mark.parametrize(("name", "one", "all_of_them"), [
    (b"host", "a", "a"), (b"accept", "x;q=0.5", "x;q=0.5,ä"), (b"empty", "", ""), (b"other", "", "")])
def test_fields_are_read(name: bytes, one: str, all_of_them: str) -> None:
    assert (first(FIELDS, name), joined(FIELDS, name)) == (one, all_of_them)
