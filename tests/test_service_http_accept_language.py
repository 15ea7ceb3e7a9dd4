"""Which language is picked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.wording.texts import LANGUAGES
from service.http.accept_language import negotiate


@pytest.mark.parametrize(("header", "default", "expected"), [
    ("", "en", "en"),
    ("", "fi", "fi"),
    ("sv", "en", "sv"),
    ("SV-fi", "en", "sv"),
    ("sv-FI, sv;q=0.9, en;q=0.8", "fi", "sv"),
    ("en;q=0.1, fi;q=0.2, sv;q=0.15", "en", "fi"),
    ("fi;q=0.5, sv;q=0.5", "en", "fi"),
    ("sv;q=0.5, fi;q=0.5", "en", "sv"),
    ("de, fr;q=0.9", "sv", "sv"),
    ("de, fi;q=0.1", "sv", "fi"),
    ("*", "sv", "sv"),
    ("de, *;q=0.5", "sv", "sv"),
    ("fi;q=0.3, *;q=0.5", "fi", "sv"),
    ("fi;q=0, *", "fi", "sv"),
    ("fi;q=0", "fi", "fi"),
    ("fi;q=0, sv;q=0, en;q=0", "sv", "sv"),
    ("fi-Latn-FI;q=1.000", "en", "fi"),
    ("fi ; q=0.2 , en ; q=0.4", "sv", "en"),
    ("sv;q=high, fi;q=0.1", "en", "fi"),
    (";;;,,,=fi", "en", "en"),
    ("fil", "en", "en"),
    ("fi;q=0.1, fi;q=0.9, sv;q=0.5", "en", "fi"),
])
def test_the_best_that_fits(header: str, default: str, expected: str) -> None:
    assert negotiate(header, default) == expected


@given(st.text(alphabet="fisven-*;q=0.159, \t\x00ä", max_size=60), st.sampled_from(LANGUAGES))
def test_whatever_is_sent_a_language_comes_out(header: str, default: str) -> None:
    assert negotiate(header, default) in LANGUAGES
