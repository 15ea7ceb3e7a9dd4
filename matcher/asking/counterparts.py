"""Statutory counterparts: those that a rule of the group "counterpart" gives points to."""

from __future__ import annotations

from enum import StrEnum

# The group of the rules that make a candidate a counterpart.
COUNTERPART = "counterpart"
# So many are shown apart at most: an actor of several places has several authorities of each kind.
MOST_COUNTERPARTS = 20


class Counterparts(StrEnum):
    """Where statutory counterparts stand in an answer."""

    MIXED = "mixed"
    APART = "apart"
    NONE = "none"
