"""Answers that are remembered as they were sent, for as long as they would be worked out the same."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import chain
from threading import Lock
from typing import TypeAlias

from matcher.engine import Matcher
from service.runtime.answering.exposure import Exposure, of_everybody
from service.runtime.answering.impressions import ShownList

# What the answers of one network may take: some thousands of lists. The one that was not asked for longest goes first.
CAPACITY = 32 * 1024 * 1024
# What an answer takes besides its bytes: the list that it shows, its key.
OVERHEAD = 8 * 1024
# Level 9 takes twice the time for 2 % fewer bytes.
COMPRESSION = 5

# Path, query, language, whether the reader is told what the actor keeps from others, and the day.
AnswerKey: TypeAlias = tuple[str, bytes, str, bool, str]


class RememberedAnswer:
    """An answer, and what has to be known to give it again.

    Args:
        body: JSON.
        pattern: of the path that it is asked for at, for the log and the figures.
        tag: its entity tag; the tag of the bytes if it is empty.
        is_confidential: whether it tells what not everybody may see who may read.
        shown: the list that it shows to a stored actor, if any.
    """

    def __init__(self, body: bytes, pattern: str, tag: str = "", *, is_confidential: bool,
                 shown: ShownList | None = None) -> None:
        self.body = body
        self.pattern = pattern
        # Weak, as the compressed bytes have it, too.
        self.tag = tag or f'W/"{sha256(body).hexdigest()[:32]}"'
        self.is_confidential = is_confidential
        self.shown = shown

    @cached_property
    def compressed(self) -> bytes:
        """The body in gzip."""
        return gzip.compress(self.body, COMPRESSION, mtime=0)

    @property
    def is_compressed(self) -> bool:
        """Whether it has been compressed, so that nobody waits for it."""
        return "compressed" in self.__dict__

    @property
    def size(self) -> int:
        """How many bytes it takes; what it takes in gzip is counted from the beginning."""
        return OVERHEAD + len(self.body) + len(self.body) // 4


class Answers:
    """Answers from one snapshot: with the next one they are dropped as a whole, so that none can be too old.

    Args:
        matcher: works them out. An answer is put only where it was looked for before it was worked out.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._answers: OrderedDict[AnswerKey, RememberedAnswer] = OrderedDict()
        self._size = 0
        self._turn = Lock()
        self._exposure: tuple[date, Exposure] | None = None
        self._turn_of_exposure = Lock()

    def find(self, key: AnswerKey) -> RememberedAnswer | None:
        """Return an answer; None if it is not remembered."""
        with self._turn:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def remember(self, key: AnswerKey, answer: RememberedAnswer) -> None:
        """Remember an answer, and forget others if there is no room for all."""
        with self._turn:
            before = self._answers.pop(key, None)
            self._size += answer.size - (before.size if before else 0)
            self._answers[key] = answer
            while self._size > CAPACITY:
                _, oldest = self._answers.popitem(last=False)
                self._size -= oldest.size

    def exposure(self, as_of: date) -> Exposure:
        """Return how often each actor stands in the lists of everybody; worked out once a day."""
        with self._turn_of_exposure:
            if self._exposure is None or self._exposure[0] != as_of:
                self._exposure = as_of, of_everybody(self._matcher, as_of)
            return self._exposure[1]

    @cached_property
    def confiding(self) -> frozenset[str]:
        """Ids of the actors of which answers may tell more to who is told what they keep from others."""
        snapshot = self._matcher.snapshot
        told = ((item.actor, item.other) for item in snapshot.network.opinions)
        met = ((item.actor, item.other) for item in snapshot.network.outcomes)
        return snapshot.hidden.union(chain.from_iterable((*told, *met)))
