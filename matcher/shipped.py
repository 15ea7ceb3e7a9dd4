"""The rules and the weights that come with the product."""

from __future__ import annotations

from pathlib import Path

PROTECTIVE_RULES = Path(__file__).parent / "rules" / "protective.toml"
RULES = Path(__file__).parent / "rules" / "finland.toml"
WEIGHTS = Path(__file__).parent / "weights" / "hand_set.json"
