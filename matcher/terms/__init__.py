"""The terms of the score: each a named function of (seekers, candidates, context) with a unit and a sentence.

A function takes two `Features`, of which one may have a single row that is paired with all rows of the other, and
returns one value per pair, float64 [n]. Its docstring is what people are shown: the first line says what it is, the
rest how the number comes about.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from data.wording.texts import Text, text
from matcher.context import Context, Pair
from matcher.features import Features
from matcher.terms import experience, feedback, history, places, readiness, sectors, similarity
from models.arrays import Float64Array

ValueFunction: TypeAlias = Callable[[Features, Features, Context], Float64Array]
SentenceFunction: TypeAlias = Callable[[Pair], Text]


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One addend of the score.

    Attributes:
        value: the function that computes it.
        sentence: puts the value of one pair into words.
        unit: what the value counts.
        title: a short name for people.
        mutual: whether the value is the same from both sides, so that one sentence says it for both.
        sentence_of_both: puts both sides of a term that is not mutual into one sentence; None to say each by itself.
        answers_question: whether it answers the question of the one who asks, so that there is only one value for both
            sides.
    """

    value: ValueFunction
    sentence: SentenceFunction
    unit: Text
    title: Text
    mutual: bool = True
    answers_question: bool = False
    sentence_of_both: SentenceFunction | None = None

    @property
    def description(self) -> Text:
        """What the term is, from the first line of the function's docstring."""
        return Text(_documentation(self.value)[0])

    @property
    def method(self) -> Text:
        """How the number comes about, from the rest of the docstring."""
        return Text(_documentation(self.value)[1])


def _documentation(function: ValueFunction) -> tuple[str, str]:
    first, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    return " ".join(first.split()), " ".join(rest.split())


TERMS: Mapping[str, ScoreTerm] = {
    "profile_similarity": ScoreTerm(similarity.profile_similarity, similarity.say_profile_similarity,
                                    text("cosine"), text("Similar work")),
    "needs_met": ScoreTerm(similarity.needs_met, similarity.say_needs_met, text("share"),
                           text("Need meets offer"), mutual=False),
    "shared_themes": ScoreTerm(similarity.shared_themes, similarity.say_shared_themes,
                               text("sum of rarities"), text("Shared themes")),
    "national_expertise": ScoreTerm(similarity.national_expertise, similarity.say_national_expertise, text("share"),
                                    text("Expertise nationwide"), mutual=False,
                                    sentence_of_both=similarity.say_national_expertise_of_both),
    "sector_complement": ScoreTerm(sectors.sector_complement, sectors.say_sector_complement,
                                   text("share"), text("Different sectors")),
    "wanted_sector": ScoreTerm(sectors.wanted_sector, sectors.say_wanted_sector,
                               text("yes or no"), text("Sector asked for"), mutual=False),
    "complementary_kinds": ScoreTerm(sectors.complementary_kinds, sectors.say_complementary_kinds,
                                     text("log-odds"), text("Kinds that complete each other"), mutual=False,
                                     sentence_of_both=sectors.say_complementary_kinds_of_both),
    "shared_languages": ScoreTerm(sectors.shared_languages, sectors.say_shared_languages,
                                  text("yes, unknown or no"), text("Shared languages")),
    "same_municipality": ScoreTerm(places.same_municipality, places.say_same_municipality,
                                   text("yes or no"), text("Same municipality")),
    "same_region": ScoreTerm(places.same_region, places.say_same_region, text("yes or no"), text("Same region")),
    "neighbouring_region": ScoreTerm(places.neighbouring_region, places.say_neighbouring_region,
                                     text("yes or no"), text("Neighbouring region")),
    "same_authority": ScoreTerm(places.same_authority, places.say_same_authority,
                                text("yes or no"), text("Same regional authority")),
    "nearness": ScoreTerm(places.nearness, places.say_nearness, text("share"), text("Nearness")),
    "reach": ScoreTerm(places.reach, places.say_reach, text("yes or no"), text("Reach"),
                       mutual=False),
    "out_of_reach": ScoreTerm(places.out_of_reach, places.say_out_of_reach, text("0, 0.5 or 1"), text("Out of reach"),
                              answers_question=True),
    "past_cooperation": ScoreTerm(history.past_cooperation, history.say_past_cooperation,
                                  text("time-weighted cooperations"), text("Past cooperation")),
    "shared_partners": ScoreTerm(history.shared_partners, history.say_shared_partners,
                                 text("Adamic–Adar index"), text("Shared partners")),
    "freshness": ScoreTerm(readiness.freshness, readiness.say_freshness, text("from −1 to 1"),
                           text("Fresh profile"), mutual=False, sentence_of_both=readiness.say_freshness_of_both),
    "capacity": ScoreTerm(readiness.capacity, readiness.say_capacity, text("yes, unknown or no"),
                          text("Capacity"), mutual=False),
    "similar_projects": ScoreTerm(experience.similar_projects, experience.say_similar_projects,
                                  text("ln of times likelier"), text("Similar projects"), answers_question=True),
    "common_paths": ScoreTerm(experience.common_paths, experience.say_common_paths, text("ln of share"),
                              text("Links over partners"), answers_question=True),
    "shared_words": ScoreTerm(experience.shared_words, experience.say_shared_words, text("cosine"),
                              text("Shared words"), answers_question=True),
    "shared_topics": ScoreTerm(experience.shared_topics, experience.say_shared_topics, text("cosine"),
                               text("Shared topics"), answers_question=True),
    "recent_work": ScoreTerm(experience.recent_work, experience.say_recent_work, text("share"),
                             text("Recent work"), mutual=False),
    "experience": ScoreTerm(experience.experience, experience.say_experience, text("ln of partners"),
                            text("Experience"), mutual=False),
    "long_standing": ScoreTerm(experience.long_standing, experience.say_long_standing, text("years"),
                               text("Long standing"), mutual=False),
    "newcomer": ScoreTerm(experience.newcomer, experience.say_newcomer, text("yes or no"), text("New here"),
                          mutual=False),
    "sector_ties": ScoreTerm(experience.sector_ties, experience.say_sector_ties, text("ln of times more often"),
                             text("Sectors that work together")),
    "country_ties": ScoreTerm(experience.country_ties, experience.say_country_ties, text("ln of times more often"),
                              text("Areas that work together")),
    "feedback": ScoreTerm(feedback.feedback, feedback.say_feedback, text("from −1 to 1"), text("What was said before"),
                          answers_question=True),
    "proximity": ScoreTerm(experience.proximity, experience.say_proximity, text("share"), text("Proximity")),
}

# Terms that say nothing as long as nobody is known to have worked with anybody.
HISTORY = ("past_cooperation", "shared_partners", "similar_projects", "common_paths", "shared_words", "shared_topics",
           "recent_work", "experience", "long_standing", "newcomer", "sector_ties", "country_ties")
