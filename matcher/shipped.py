"""The rules and the weights that come with the product."""

from __future__ import annotations

from pathlib import Path

RULES = Path(__file__).parent / "rules" / "finland.toml"
WEIGHTS = Path(__file__).parent / "weights" / "hand_set.json"
