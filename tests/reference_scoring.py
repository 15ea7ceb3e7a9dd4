"""Lists worked out pair by pair, straight from profiles, rules and terms: slow, without any cleverness, an oracle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.records.profiles import Profile
from data.vocabularies.regions import distance_km
from matcher.asking.counterparts import COUNTERPART, MOST_COUNTERPARTS, Counterparts
from matcher.asking.query import Query
from matcher.candidates import PER_ORIGIN
from matcher.features import Features
from matcher.profile_text import search_text
from matcher.rules.model import PairCondition, Rule, SideCondition
from matcher.scoring import RULE_PREFIX
from matcher.snapshot import WEIGHTY_WORDS, DayView, Snapshot
from matcher.terms import TERMS

# Sums of the same numbers in another order differ in later digits.
DIGITS = 9


@dataclass(frozen=True)
class Row:
    """One candidate: points per term and rule as (forward, backward), and its score."""

    profile: Profile
    points: Mapping[str, tuple[float, float]]
    score: float
    is_counterpart: bool


@dataclass(frozen=True)
class ReferenceList:
    """The whole list by score, the counterparts apart from it, and who was left out by which rule."""

    rows: list[Row]
    counterparts: list[Row]
    rejections: list[tuple[str, str]]


class Pairs:
    """Looks at the pairs of one seeker on a day."""

    def __init__(self, seeker: Profile, query: Query, snapshot: Snapshot) -> None:
        self.seeker, self.query, self.snapshot = seeker, query, snapshot
        self.view: DayView = snapshot.on(query.as_of)
        self.one = snapshot.features_of(seeker)

    def whole_list(self) -> ReferenceList:
        """The list without arrangement."""
        rows, rejections = list[Row](), list[tuple[int, int, str, str]]()
        for at, candidate in enumerate(self.snapshot.network.actors):
            if candidate.id in self.snapshot.hidden or not self.query.filters.admit(candidate):
                continue
            number = self._leaving_out(candidate)
            if number is None:
                rows.append(self.row(candidate))
            elif not self.view.rules.rules[number].pair.blocked:
                rejections.append((number, at, candidate.id, self.view.rules.rules[number].name))
        rows.sort(key=lambda row: (-round(row.score, DIGITS), row.profile.id))
        mixed = self.query.counterparts is Counterparts.MIXED
        apart = [row for row in rows if row.is_counterpart] if self.query.counterparts is Counterparts.APART else []
        return ReferenceList([row for row in rows if mixed or not row.is_counterpart], apart[:MOST_COUNTERPARTS],
                             [(actor, rule) for _, _, actor, rule in sorted(rejections)])

    def _leaving_out(self, candidate: Profile) -> int | None:
        """The number of the first rule that leaves a candidate out."""
        holding = self._holding(self.seeker, self.one, candidate, self.snapshot.features_of(candidate))
        for number, rule in enumerate(self.view.rules.rules):
            is_requested = self.query.known_partners and (rule.pair.known_partners is True
                                                          or rule.pair.own_partner is True)
            if rule.effect.exclude and rule.name in holding and not is_requested:
                return number
        return None

    def row(self, candidate: Profile) -> Row:
        """Points and score of one candidate."""
        other = self.snapshot.features_of(candidate)
        forward = self._side(self.seeker, self.one, candidate, other)
        backward = self._side(candidate, other, self.seeker, self.one)
        for name, term in TERMS.items():
            if name in forward and term.answers_question and not self._is_waived(name, candidate, other):
                backward[name] = self._value(name, self.one, other)
        points = {name: (forward[name], backward[name]) for name in forward}
        score = self.snapshot.ranker.base + sum(sum(sides) / 2 for sides in points.values())
        groups = {RULE_PREFIX + rule.name for rule in self.view.rules.rules if rule.group == COUNTERPART}
        return Row(candidate, points, score, any(forward[name] > 0 for name in groups & set(forward)))

    def _is_waived(self, name: str, candidate: Profile, other: Features) -> bool:
        return name in self._waived(self._holding(candidate, other, self.seeker, self.one))

    def _value(self, name: str, one: Features, other: Features) -> float:
        value = TERMS[name].value(one, other, self.view.context)
        return float(value[0]) * self.snapshot.weights.terms[name]

    def _side(self, seeker: Profile, one: Features, candidate: Profile, other: Features) -> dict[str, float]:
        holding = self._holding(seeker, one, candidate, other)
        waived = self._waived(holding)
        points = {name: 0.0 if name in waived else self._value(name, one, other)
                  for name in self.snapshot.ranker.terms}
        points |= {RULE_PREFIX + rule.name: rule.effect.points * (rule.name in holding)
                   for rule in self.view.rules.rules if rule.effect.points}
        return points

    def _waived(self, holding: Iterable[str]) -> set[str]:
        return {name for rule in self.view.rules.rules if rule.name in holding for name in rule.effect.waives}

    def _holding(self, seeker: Profile, one: Features, candidate: Profile, other: Features) -> set[str]:
        rules = [rule for rule in self.view.rules.rules if self._holds(rule, seeker, one, candidate, other)]
        waived = {name for rule in rules for name in rule.effect.waives}
        return {rule.name for rule in rules} - waived

    def _holds(self, rule: Rule, seeker: Profile, one: Features, candidate: Profile, other: Features) -> bool:
        return (self._is(rule.seeker, seeker) and self._is(rule.candidate, candidate)
                and self._common(rule.pair, seeker, one, candidate, other)
                and self._known(rule.pair, seeker, candidate))

    def _is(self, condition: SideCondition, profile: Profile) -> bool:
        return (all(self._codes(key, profile) & codes for key, codes in condition.include.items())
                and not any(self._codes(key, profile) & codes for key, codes in condition.exclude.items()))

    def _codes(self, key: str, profile: Profile) -> set[str]:
        sectors = self.snapshot.vocabularies.sectors
        if key == "sector_group":
            return {str(sectors[profile.sector].group)} if profile.sector else set()
        values: Mapping[str, Iterable[object]] = {
            "sector": [profile.sector], "municipality": profile.municipalities, "region": profile.regions,
            "theme": profile.themes, "coverage": [profile.coverage] if profile.coverage else [],
            "group": profile.groups, "language": profile.languages, "status": [profile.status]}
        return {str(value) for value in values[key]}

    def _common(self, pair: PairCondition, seeker: Profile, one: Features, candidate: Profile, other: Features) -> bool:
        themes = pair.shared_themes
        near = {code for own in seeker.regions for code in self.snapshot.vocabularies.places.neighbours(own)}
        places = self.snapshot.vocabularies.places
        points = [places.point_of(side.municipalities, side.regions) for side in (seeker, candidate)]
        distance = distance_km(*points) if all(points) else None  # type: ignore[arg-type]
        bounds = pair.max_km is not None or pair.min_km is not None
        return (all(self._same(name, one, other) for name in pair.same)
                and not any(self._same(name, one, other) for name in pair.different)
                and (not themes or bool(themes & {*seeker.themes} and themes & {*candidate.themes}))
                and (not bounds or (distance is not None and distance <= (pair.max_km or 1e9)
                                    and distance >= (pair.min_km or 0.0)))
                and pair.neighbours in (None, bool(near & {*candidate.regions})))

    def _same(self, name: str, one: Features, other: Features) -> bool:
        if name in ("actor", "sector", "sector_group"):
            attribute = "row" if name == "actor" else name
            return bool(getattr(one, attribute)[0] == getattr(other, attribute)[0] >= 0)
        if name in ("municipality", "region"):
            flags = "municipalities" if name == "municipality" else "regions"
            return bool((getattr(one, flags) & getattr(other, flags)).any())
        table = self.view.context.authority_table(name)
        return table is not None and bool((one.areas[table.id] & other.areas[table.id]).any())

    def _known(self, pair: PairCondition, seeker: Profile, candidate: Profile) -> bool:
        network, feedback = self.snapshot.network, self.view.context.feedback
        both = {seeker.id, candidate.id}
        known = len(both) > 1 and any(both <= {*work.members} for work in network.cooperations
                                      if work.since is None or work.since <= self.query.as_of)
        blocked = any({block.actor, block.other} == both for block in network.blocks)
        return (pair.known_partners in (None, known) and pair.blocked in (None, blocked)
                and pair.dismissed in (None, candidate.id in feedback.dismissed.get(seeker.id, ()))
                and pair.own_partner in (None, candidate.id in feedback.partners.get(seeker.id, ())))

    def origins(self) -> dict[str, set[str]]:
        """Name of a generator that looks at one value of each actor → the ids that it finds; all weigh something."""
        actors, features = self.snapshot.network.actors, [*map(self.snapshot.features_of, self.snapshot.network.actors)]
        likeness = [float(other.vectors[0] @ self.one.vectors[0]) for other in features]
        says = search_text(self.seeker, self.snapshot.vocabularies)
        words = self.snapshot.text_index.similarities(says, WEIGHTY_WORDS)
        places = [2.0 if self._same("municipality", self.one, other) else float(self._same("region", self.one, other))
                  for other in features]
        points = [sum(rule.effect.points for rule in self.view.rules.rules if rule.name in
                      self._holding(self.seeker, self.one, actor, other))
                  for actor, other in zip(actors, features, strict=True)]
        return {"vectors": self._best(likeness, likeness) | self._best(
                    [float(other.vectors[0] @ self.one.needs[0]) for other in features], likeness),
                "words": self._best(words.tolist(), likeness), "places": self._best(places, likeness),
                "rules": self._best(points, likeness)}

    def _best(self, values: list[float], likeness: list[float]) -> set[str]:
        actors = self.snapshot.network.actors
        rows = [row for row, value in enumerate(values)
                if value > 0 and self.query.filters.admit(actors[row]) and actors[row].id not in self.snapshot.hidden]
        rows.sort(key=lambda row: (-values[row], -likeness[row], row))
        return {actors[row].id for row in rows[:PER_ORIGIN]}
