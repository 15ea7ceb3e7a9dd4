"""Whether two actors are one: what speaks for it and against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from data.intake.duplicates.identities import Identity, Nearness, Site, nearness
from data.intake.duplicates.name_words import Role, Word
from data.intake.duplicates.names import NameReading
from data.wording.texts import Text, text

WEIGHTS: Mapping[Role, float] = {Role.PLACE: 0.5, Role.REGION: 0.5, Role.KIND: 0.3, Role.COMMON: 0.3, Role.UNIT: 0.3,
                                 Role.AND: 0.0}
NEARLY, HALF, SOME = 0.8, 0.5, 0.4  # of the weight of two names that is in words they share
SAME_LETTERS, ENOUGH_LETTERS = 92, 10  # of two keys without blanks: how like, in per cent, and how long
SAME_TEXT = 0.9  # cosine
LETTERS_PER_EDIT = 5
STEM = 5
MOST_OF_ONE = 2  # actors of one business id or host: more are units of something
# What can follow a stem in names: genitives and plurals of Finnish and Swedish, and what the stems of words end with.
ENDINGS = frozenset({"", "n", "en", "in", "s", "ksen", "nen", "sen", "set", "sten", "t", "a", "i", "e", "ien", "jen",
                     "iden", "den", "un", "et", "ets", "ens", "er", "na", "nas", "ar", "arna", "ta", "teen", "u", "us"})


class Certainty(IntEnum):
    """How certain it is that two actors are one."""

    LIKELY = 1
    SURE = 2


class NameMatch(IntEnum):
    """How two actors' names agree."""

    NONE = 0
    SOME = 1
    HOLDS = 2
    NEAR = 3
    SHORT = 4
    SAME = 5


@dataclass(frozen=True)
class Ground:
    """What pairs are judged against.

    Attributes:
        business_ids: how many actors have each of them.
        hosts: how many have their web pages at each of them.
    """

    business_ids: Counter[str]
    hosts: Counter[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for two actors being one.

    Attributes:
        names: how their names agree.
        place: how they lie to each other.
        is_one_number: whether they have the same business id.
        is_one_page: whether they have the same web pages.
        is_one_house: whether their e-mail addresses, or some of their web pages, are of the same organisation.
        has_other_sector: whether they say that they are of different sectors.
        is_elsewhere: whether they say that they are in different municipalities or regions.
        is_telling: whether their names hold more than a kind of organisation.
        text: cosine of what they say they do.
    """

    names: NameMatch
    place: Nearness
    is_one_number: bool
    is_one_page: bool
    is_one_house: bool
    has_other_sector: bool
    is_elsewhere: bool
    is_telling: bool
    text: float = 0.0


def ground_of(identities: Iterable[Identity]) -> Ground:
    """Return what pairs of some actors are judged against."""
    known = tuple(identities)
    return Ground(Counter(item.profile.business_id for item in known), Counter(item.site.host for item in known))


def evidence_of(one: Identity, other: Identity, ground: Ground) -> Evidence | None:
    """Return what speaks for two actors being one; None if something speaks plainly against it."""
    is_one_number = bool(one.profile.business_id) and one.profile.business_id == other.profile.business_id
    if _are_parts(one, other) or _contradict(one, other, is_one_number):
        return None
    here, there = one.profile.sector, other.profile.sector
    return Evidence(
        match_names(one, other), nearness(one, other), is_one_number, _is_one_page(one, other, ground),
        _is_one_house(one, other), bool(here and there) and here != there,
        _are_apart(one, other),
        any(word.role not in (Role.KIND, Role.COMMON) for reading in one.readings for word in reading.words))


def certainty_of(evidence: Evidence, is_crowded: bool = False) -> Certainty | None:
    """Return how certain it is that two actors are one; None if it is not worth a question.

    Args:
        evidence: what speaks for it.
        is_crowded: whether more than `MOST_OF_ONE` actors have their business id, so that it is of their whole.
    """
    if evidence.is_one_number:
        if evidence.names is NameMatch.SAME:
            return Certainty.SURE
        return Certainty.LIKELY if not is_crowded or evidence.names > NameMatch.SOME else None
    is_there = evidence.place is Nearness.TOWN and not evidence.is_elsewhere
    if evidence.names is NameMatch.SAME and is_there and not evidence.has_other_sector:
        return Certainty.SURE
    return Certainty.LIKELY if _is_likely(evidence) else None


def _is_likely(evidence: Evidence) -> bool:
    is_near = evidence.place is not Nearness.FAR
    if evidence.names >= NameMatch.NEAR:
        return evidence.is_one_page or (is_near and (evidence.is_telling or evidence.place is Nearness.TOWN))
    if evidence.has_other_sector or not is_near:
        return evidence.is_one_page and evidence.names > NameMatch.NONE
    if evidence.names is NameMatch.HOLDS:
        return True
    is_alike = evidence.text >= SAME_TEXT and evidence.place is Nearness.TOWN
    return evidence.is_one_page or (evidence.names is NameMatch.SOME and (evidence.is_one_house or is_alike))


def _are_parts(one: Identity, other: Identity) -> bool:
    """Tell whether one is a unit of the other, or its names say so."""
    here, there = one.profile, other.profile
    is_told = (bool(here.part_of) and here.part_of == there.id) or (bool(there.part_of) and there.part_of == here.id)
    return is_told or not one.wholes.isdisjoint(other.keys) or not other.wholes.isdisjoint(one.keys)


def _contradict(one: Identity, other: Identity, is_one_number: bool) -> bool:
    if (one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds)) or one.units != other.units:
        return True
    if is_one_number:
        return False
    return (bool(one.profile.business_id and other.profile.business_id)
            or bool(one.places and other.places and one.places.isdisjoint(other.places))
            or bool(one.digits and other.digits and one.digits != other.digits))


def _are_apart(one: Identity, other: Identity) -> bool:
    """Tell whether both say where they are, and not the same."""
    here, there = one.profile, other.profile
    return any(bool(some and others) and set(some).isdisjoint(others) for some, others in (
        (here.municipalities, there.municipalities), (here.regions, there.regions)))


def _is_one_page(one: Identity, other: Identity, ground: Ground) -> bool:
    if not one.site.host or one.site != other.site:
        return False
    return bool(one.site.path) or (one.site.is_own and ground.hosts[one.site.host] <= MOST_OF_ONE)


def _is_one_house(one: Identity, other: Identity) -> bool:
    return ((one.site.is_own and one.site.host == other.site.host)
            or (Site(one.domain).is_own and one.domain == other.domain))


def match_names(one: Identity, other: Identity) -> NameMatch:
    """Return how the names of two actors agree, in the language in which they agree most."""
    if not one.keys.isdisjoint(other.keys):
        return NameMatch.SAME
    if not one.keys.isdisjoint(other.aliases) or not other.keys.isdisjoint(one.aliases):
        return NameMatch.SHORT
    return max((_match(here, there) for here in one.readings for there in other.readings), default=NameMatch.NONE)


def _match(one: NameReading, other: NameReading) -> NameMatch:
    common, is_told = _shared(one.words, other.words)
    here, there = _weight(one.words), _weight(other.words)
    if _are_letters_alike(one.key, other.key):
        return NameMatch.NEAR
    if not is_told:
        return NameMatch.NONE
    share = 2 * common / (here + there)
    if share >= NEARLY:
        return NameMatch.NEAR
    if share >= HALF and common >= min(here, there):
        return NameMatch.HOLDS
    return NameMatch.SOME if share >= SOME else NameMatch.NONE


def _are_letters_alike(one: str, other: str) -> bool:
    here, there = one.replace(" ", ""), other.replace(" ", "")
    return min(len(here), len(there)) >= ENOUGH_LETTERS and ratio(here, there) >= SAME_LETTERS


def _shared(words: Sequence[Word], others: Sequence[Word]) -> tuple[float, bool]:
    """Return the weight of the words that two names share, and whether one of them is a name of its own."""
    remaining = list(others)
    common, is_told = 0.0, False
    for word in words:
        twin = next((other for other in remaining if _are_one_word(word, other)), None)
        if twin is not None:
            remaining.remove(twin)
            common += min(_weight((word,)), _weight((twin,)))
            is_told = is_told or word.role in (Role.OWN, Role.ORGANISATION)
    return common, is_told


def _weight(words: Iterable[Word]) -> float:
    return sum(WEIGHTS.get(word.role, 1.0) for word in words)


def _are_one_word(word: Word, other: Word) -> bool:
    if word.name == other.name:
        return True
    return word.role is other.role is Role.OWN and is_form_or_slip(word.name, other.name)


def is_form_or_slip(word: str, other: str) -> bool:
    """Tell whether a word of a name can be another form of the other one, or a slip of it: an edit for five letters."""
    if word[:1] != other[:1]:
        return False
    head = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two),
                min(len(word), len(other)))
    if head >= STEM and word[head:] in ENDINGS and other[head:] in ENDINGS:
        return True
    most = min(len(word), len(other)) // LETTERS_PER_EDIT
    return most > 0 and OSA.distance(word, other, score_cutoff=most) <= most


def reasons_of(one: Identity, other: Identity, evidence: Evidence) -> tuple[Text, ...]:
    """Return in sentences what speaks for two actors being one."""
    names = {"one": one.profile.name, "other": other.profile.name}
    sentences = {
        NameMatch.SAME: text("The names “{one}” and “{other}” differ in form or language only.", **names),
        NameMatch.SHORT: text("Of the names “{one}” and “{other}” one can stand for the other.", **names),
        NameMatch.NEAR: text("The names “{one}” and “{other}” are nearly the same.", **names),
        NameMatch.HOLDS: text("Of the names “{one}” and “{other}” one holds the other.", **names),
        NameMatch.SOME: text("The names “{one}” and “{other}” have words in common.", **names)}
    places = {Nearness.TOWN: text("Both are in the same municipality."),
              Nearness.REGION: text("Both are in the same region."),
              Nearness.UNKNOWN: text("It is not known that they are in different places.")}
    reasons = [
        text("Both have the business id {number}.", number=one.profile.business_id) if evidence.is_one_number else None,
        sentences.get(evidence.names),
        text("Both have the web pages {address}.", address=one.profile.website) if evidence.is_one_page else None,
        text("Their addresses are of the same organisation.")
        if evidence.is_one_house and not evidence.is_one_page else None,
        text("They say that they are in different places.") if evidence.is_elsewhere else places.get(evidence.place),
        text("What they say they do is nearly the same.") if evidence.text >= SAME_TEXT else None]
    return tuple(reason for reason in reasons if reason is not None)
