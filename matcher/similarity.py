"""How alike actors are in what they say they do, for who looks for the same actor twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.intake.duplicates.pairs import Similarity
from data.records.profiles import Profile
from matcher.snapshot import Snapshot


def similarity_of(snapshot: Snapshot) -> Similarity:
    """Return what gives the cosines of profiles, stored or not: float32 [n, m]; 0 where one says nothing."""

    def similarity(some: Sequence[Profile], others: Sequence[Profile]) -> NDArray[np.float32]:
        rows, columns = (np.vstack([snapshot.features_of(profile).vectors for profile in profiles])
                         for profiles in (some, others))
        cosines: NDArray[np.float32] = rows @ columns.T
        return cosines

    return similarity
