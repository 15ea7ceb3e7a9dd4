"""The rules and the weights that come with the product."""

from __future__ import annotations

from pathlib import Path

from data.vocabularies.catalogue import FINLAND

_WEIGHTS = Path(__file__).parent / "weights"

PROTECTIVE_RULES = Path(__file__).parent / "rules" / "protective.toml"
RULES = Path(__file__).parent / "rules" / "finland.toml"
WEIGHTS = _WEIGHTS / "hand_set.json"
# Learned from real cooperation: for networks that know who has worked with whom, and for those that do not yet.
LEARNED = _WEIGHTS / "with_history.json"
LEARNED_WITHOUT_HISTORY = _WEIGHTS / "without_history.json"
# Learned from partners that readers have judged, for the rules and the vocabulary of Finland.
JUDGED = _WEIGHTS / "judged.json"


DEFAULT = Path("default")


def weights_file(path_or_name: Path, vocabulary: Path = FINLAND) -> Path:
    """Return the shipped file of weights that bears a name ("with_history"); any other path as it is.

    Args:
        path_or_name: `DEFAULT` stands for those learned from judged partners where the vocabulary is that of Finland,
            from which they were learned, and for those set by hand elsewhere.
        vocabulary: folder of the network's vocabulary.
    """
    if path_or_name == DEFAULT:
        return JUDGED if vocabulary == FINLAND else WEIGHTS
    return next((path for path in sorted(_WEIGHTS.glob("*.json")) if str(path_or_name) == path.stem), path_or_name)
