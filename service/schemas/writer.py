"""Answers in the words of one language."""

from __future__ import annotations

from datetime import date

from data.records.documents import document_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, render
from matcher import suggestions as answers
from service.schemas.actors import Actor, ActorCard, ProfileDocument
from service.schemas.answers import Explanation, LedgerRow, LeftOut, Suggestion, Suggestions, Versions
from service.schemas.base import Named
from service.schemas.search import FoundActor


class Writer:
    """Puts answers into words of one language.

    Args:
        vocabularies: where labels come from.
        language: ISO 639-1.
    """

    def __init__(self, vocabularies: Vocabularies, language: str) -> None:
        self._vocabularies = vocabularies
        self._language = language

    def card(self, profile: Profile) -> ActorCard:
        """Return an actor in short."""
        places, themes = self._vocabularies.places, self._vocabularies.themes
        sector = self._named(profile.sector, self._vocabularies.sectors.labels(profile.sector))
        return ActorCard(
            id=profile.id,
            name=render(profile.label, self._language) if profile.name else "",
            sector=sector if profile.sector else None,
            municipalities=[self._named(code, places.municipalities.labels(code)) for code in profile.municipalities],
            regions=[self._named(code, places.regions.labels(code)) for code in profile.regions],
            coverage=profile.coverage,
            themes=[self._named(code, themes.labels(code)) for code in profile.themes],
        )

    def suggestions(self, answer: answers.SuggestionList, as_of: date, limit: int, offset: int) -> Suggestions:
        """Return an answer."""
        return Suggestions(
            actor=self.card(answer.seeker), as_of=as_of, total=answer.total, limit=limit, offset=offset,
            suggestions=[self._suggestion(item) for item in answer.suggestions],
            left_out=[self._left_out(item) for item in answer.rejections],
            versions=Versions(**answer.versions.as_dict()),
        )

    def explanation(self, found: answers.Explanation, as_of: date) -> Explanation:
        """Return the explanation of a pair."""
        return Explanation(
            actor=self.card(found.seeker), other=self.card(found.candidate), as_of=as_of,
            score=found.ledger.score, forward=found.ledger.forward, backward=found.ledger.backward,
            ledger=self._ledger(found.ledger),
            left_out=[self._left_out(item) for item in found.rejections],
            set_aside=[self._left_out(item) for item in found.waivers],
            versions=Versions(**found.versions.as_dict()),
        )

    def found(self, items: tuple[answers.SearchHit, ...]) -> list[FoundActor]:
        """Return the answers of a search."""
        return [FoundActor(score=item.score, actor=self.card(item.profile)) for item in items]

    def actor(self, profile: Profile) -> Actor:
        """Return an actor with all that is known of it."""
        vocabularies = self._vocabularies.named()
        codes = {
            "sectors": {profile.sector, *profile.wanted_sectors} - {""},
            "themes": {*profile.themes, *profile.needs.themes, *profile.offers.themes},
            "regions": set(profile.regions),
            "municipalities": set(profile.municipalities),
        }
        labels = {name: {code: render(vocabularies[name].labels(code), self._language) for code in sorted(found)}
                  for name, found in codes.items()}
        return Actor(actor=self.card(profile), profile=ProfileDocument(**document_of(profile)), labels=labels)

    def _named(self, code: str, labels: Labels) -> Named:
        return Named(code=code, label=render(labels, self._language))

    def _suggestion(self, item: answers.Suggestion) -> Suggestion:
        return Suggestion(
            actor_id=item.profile.id, name=render(item.profile.label, self._language), score=item.ledger.score,
            forward=item.ledger.forward, backward=item.ledger.backward, share_lower=item.share_lower,
            probability=item.probability, origins=list(item.origins), ledger=self._ledger(item.ledger),
            actor=self.card(item.profile),
        )

    def _ledger(self, ledger: answers.Ledger) -> list[LedgerRow]:
        return [LedgerRow(term=row.term, points=row.points, forward=row.forward, backward=row.backward,
                          sentence=render(row.sentence, self._language)) for row in ledger.rows]

    def _left_out(self, item: answers.Rejection) -> LeftOut:
        return LeftOut(actor_id=item.profile.id, name=render(item.profile.label, self._language), rule=item.rule,
                       sentence=render(item.sentence, self._language))
