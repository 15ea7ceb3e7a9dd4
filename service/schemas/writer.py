"""Answers in the words of one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.reading.mention import Mention
from data.records.documents import document_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import Labels, render
from matcher.asking.idea import AskedIdea
from matcher.asking.needs import Need
from matcher.levels import LEVEL_LABELS, level
from matcher.suggestions import Explanation, Ledger, Rejection, SearchHit, Suggestion, SuggestionList
from service.schemas.actors import ActorCard, ActorDocument, ProfileDocument, WordsInLanguage
from service.schemas.base import CodeLabel
from service.schemas.search import ActorHit
from service.schemas.suggestions import (
    ExplanationDocument,
    LedgerRow,
    LeftOut,
    NeedDocument,
    OtherActor,
    SuggestionDocument,
    SuggestionPage,
    VersionsDocument,
)
from service.schemas.understood import BRIEF, MentionDocument, UnderstoodDocument


class Writer:
    """Puts answers into words of one language.

    Args:
        vocabularies: where labels come from.
        language: ISO 639-1.
    """

    def __init__(self, vocabularies: Vocabularies, language: str) -> None:
        self._vocabularies = vocabularies
        self._language = language

    @property
    def language(self) -> str:
        """The language of the answers, ISO 639-1."""
        return self._language

    @property
    def vocabularies(self) -> Vocabularies:
        """Where labels come from."""
        return self._vocabularies

    def card(self, profile: Profile) -> ActorCard:
        """Return an actor in short."""
        places, themes = self._vocabularies.places, self._vocabularies.themes
        sector = self._label(profile.sector, self._vocabularies.sectors.labels(profile.sector))
        return ActorCard(
            id=profile.id,
            name=render(profile.label, self._language) if profile.name else "",
            sector=sector if profile.sector else None,
            municipalities=[self._label(code, places.municipalities.labels(code)) for code in profile.municipalities],
            regions=[self._label(code, places.regions.labels(code)) for code in profile.regions],
            coverage=profile.coverage,
            themes=[self._label(code, themes.labels(code)) for code in profile.themes],
            languages=[self._label(code, language_name(code)) for code in profile.languages],
            description=self._description(profile), website=profile.website,
        )

    def suggestions(self, answer: SuggestionList, as_of: date, limit: int, offset: int,
                    asked: AskedIdea | None = None) -> SuggestionPage:
        """Return an answer; to an idea with what was understood of it."""
        return SuggestionPage(
            actor=self.card(answer.seeker), understood=asked and self.understood(asked), as_of=as_of,
            total=answer.total, limit=limit, offset=offset,
            suggestions=[self._suggestion(item, asked) for item in answer.suggestions],
            counterparts=[self._suggestion(item, asked) for item in answer.counterparts],
            open_needs=self.needs(answer.open_needs, asked),
            left_out=[self._left_out(item) for item in answer.rejections],
            versions=VersionsDocument(**answer.versions.as_dict()),
        )

    def understood(self, asked: AskedIdea) -> UnderstoodDocument:
        """Return what an idea asks for, and the words it was read from."""
        codes = {field: list(getattr(asked.brief, attribute)) for field, (attribute, _) in BRIEF.items()}
        labels = {field: {code: render(asked.reader.label(BRIEF[field][1], code), self._language) for code in own}
                  for field, own in codes.items()}
        return UnderstoodDocument(**codes, nationwide=asked.brief.is_nationwide, labels=labels,
                                  mentions=[self._mention(mention, asked) for mention in asked.understanding.mentions])

    def _mention(self, mention: Mention, asked: AskedIdea) -> MentionDocument:
        def labels(codes: Sequence[str]) -> list[str]:
            return [render(asked.reader.label(mention.aspect, code), self._language) for code in codes]

        return MentionDocument(
            aspect=mention.aspect, codes=list(mention.codes), labels=labels(mention.codes),
            words=asked.words[mention.start:mention.end], start=mention.start, end=mention.end,
            refused=mention.is_refused, alternatives=list(mention.alternatives),
            alternative_labels=labels(mention.alternatives))

    def explanation(self, pair: Explanation, as_of: date) -> ExplanationDocument:
        """Return the explanation of a pair."""
        return ExplanationDocument(
            actor=self.card(pair.seeker), other=self.card(pair.candidate), as_of=as_of,
            ledger=self._ledger(pair.ledger), **self._fit(pair.ledger),
            left_out=[self._left_out(item) for item in pair.rejections],
            set_aside=[self._left_out(item) for item in pair.waivers],
            versions=VersionsDocument(**pair.versions.as_dict()),
        )

    def hits(self, items: tuple[SearchHit, ...]) -> list[ActorHit]:
        """Return the answers of a search."""
        return [ActorHit(score=item.score, actor=self.card(item.profile)) for item in items]

    def actor(self, profile: Profile) -> ActorDocument:
        """Return an actor with all that is known of it."""
        vocabularies = self._vocabularies.by_name()
        codes = {
            "sectors": {profile.sector, *profile.wanted_sectors} - {""},
            "themes": {*profile.themes, *profile.needs.themes, *profile.offers.themes},
            "regions": set(profile.regions),
            "municipalities": set(profile.municipalities),
        }
        labels = {name: {code: render(vocabularies[name].labels(code), self._language) for code in sorted(members)}
                  for name, members in codes.items()}
        return ActorDocument(actor=self.card(profile), profile=ProfileDocument(**document_of(profile)), labels=labels)

    def _description(self, profile: Profile) -> WordsInLanguage | None:
        """Return what an actor does, in the reader's language or else in the first that it is told in."""
        languages = [code for code, words in profile.descriptions.items() if words]
        if not languages:
            return None
        code = self._language if self._language in languages else languages[0]
        return WordsInLanguage(words=profile.descriptions[code], language=code)

    def _label(self, code: str, labels: Labels) -> CodeLabel:
        return CodeLabel(code=code, label=render(labels, self._language))

    def _suggestion(self, item: Suggestion, asked: AskedIdea | None) -> SuggestionDocument:
        moved_up_for = (item.moved_up_for,) if item.moved_up_for else ()
        return SuggestionDocument(
            actor_id=item.profile.id, name=render(item.profile.label, self._language),
            counterpart=item.is_counterpart, share_lower=item.share_lower, probability=item.probability,
            origins=list(item.origins), ledger=self._ledger(item.ledger), actor=self.card(item.profile),
            meets=self.needs(item.meets, asked), moved_up_for=next(iter(self.needs(moved_up_for, asked)), None),
            also=[OtherActor(actor_id=other.id, name=render(other.label, self._language)) for other in item.also],
            **self._fit(item.ledger),
        )

    def needs(self, needs: Sequence[Need], asked: AskedIdea | None) -> list[NeedDocument]:
        """Return needs of an idea; where no idea asks there are none."""
        return [NeedDocument(aspect=need.aspect, code=need.code,
                             label=render(asked.reader.label(need.aspect, need.code), self._language))
                for need in needs if asked is not None]

    def _fit(self, ledger: Ledger) -> dict[str, Any]:
        """Return the scores of a pair and their levels; see `FitScores`."""
        scores = {"": ledger.score, "forward_": ledger.forward, "backward_": ledger.backward}
        levels = {f"{side}level": level(score, ledger.thresholds) for side, score in scores.items()}
        labels = {f"{name}_label": render(LEVEL_LABELS[item], self._language) for name, item in levels.items()}
        return {"score": ledger.score, "forward": ledger.forward, "backward": ledger.backward, **levels, **labels}

    def _ledger(self, ledger: Ledger) -> list[LedgerRow]:
        return [LedgerRow(term=row.term, points=row.points, forward=row.forward, backward=row.backward,
                          sentence=render(row.sentence, self._language)) for row in ledger.rows]

    def _left_out(self, item: Rejection) -> LeftOut:
        return LeftOut(actor_id=item.profile.id, name=render(item.profile.label, self._language), rule=item.rule,
                       sentence=render(item.sentence, self._language))
