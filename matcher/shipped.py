"""The rules and the weights that come with the product."""

from __future__ import annotations

from pathlib import Path

PROTECTIVE_RULES = Path(__file__).parent / "rules" / "protective.toml"
RULES = Path(__file__).parent / "rules" / "finland.toml"
WEIGHTS = Path(__file__).parent / "weights" / "hand_set.json"
# Learned from real cooperation: for networks that know who has worked with whom, and for those that do not yet.
LEARNED = Path(__file__).parent / "weights" / "with_history.json"
LEARNED_WITHOUT_HISTORY = Path(__file__).parent / "weights" / "without_history.json"
