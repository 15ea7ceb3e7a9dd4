from __future__ import annotations

import pytest

from data.records.profiles import Wish
from matcher.profile_text import profile_fields, search_text, wish_fields
from tests.networks import actor, finland

ALL = {"fi": "Kielikahvila", "sv": "Språkcafé", "en": "Language café"}


@pytest.mark.parametrize(("languages", "expected"), [
    (("en",), "Language café"), (("sv", "fi"), "Språkcafé"), ((), "Language café"),
])
def test_the_language_the_encoder_knows_best_is_taken(languages: tuple[str, ...], expected: str) -> None:
    assert profile_fields(actor("a", descriptions=ALL), finland(), languages) == (expected,)


def test_themes_are_a_field_of_their_own() -> None:
    profile = actor("a", descriptions=ALL, themes=("youth", "sports"))
    assert profile_fields(profile, finland(), ("en",)) == (
        "Language café", "Young people, Sports and physical activity")
    assert profile_fields(profile, finland(), ("fi",))[1] == "Nuoret, Liikunta ja urheilu"


def test_a_language_the_encoder_does_not_know_is_the_last_resort_of_a_profile() -> None:
    finnish = {"fi": "Kielikahvila"}
    assert profile_fields(actor("a", descriptions=finnish, themes=("youth",)), finland(), ("en",)) == ("Young people",)
    assert profile_fields(actor("a", descriptions=finnish), finland(), ("en",)) == ("Kielikahvila",)


def test_a_wish_in_a_language_the_encoder_does_not_know_is_not_guessed_at() -> None:
    assert wish_fields(Wish({"fi": "Tilaa"}), finland(), ("en",)) == ()
    assert wish_fields(Wish({"fi": "Tilaa"}, ("housing",)), finland(), ("en",)) == ("Housing",)
    assert wish_fields(Wish({"": "Tilaa"}), finland(), ("en",)) == ("Tilaa",)
    assert wish_fields(Wish({"fi": "Tilaa"}), finland(), ()) == ("Tilaa",)


def test_an_actor_is_found_by_words_in_every_language() -> None:
    words = search_text(actor("a", descriptions=ALL, themes=("youth",), needs=Wish({"fi": "Tilaa"})), finland())
    for word in ("Kielikahvila", "Språkcafé", "Language café", "Nuoret", "Unga", "Helsingfors", "Nyland", "Tilaa"):
        assert word in words
