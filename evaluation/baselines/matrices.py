"""What several peers compute from: who took part in what, who has met whom, and what was written about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from data.records.relations import Cooperation
from data.vocabularies.vocabulary import Vocabulary
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array
from models.text import has_content

# scipy comes without types.
SparseMatrix: TypeAlias = Any


def membership(history: History) -> SparseMatrix:
    """Return a sparse float64 [actors, cooperations]: 1 where the actor took part."""
    rows = {actor.id: row for row, actor in enumerate(history.network.actors)}
    cooperations = history.network.cooperations
    pairs = [(rows[member], column) for column, item in enumerate(cooperations)
             for member in dict.fromkeys(item.members) if member in rows]
    return incidence(pairs, (len(rows), len(cooperations)))


def popularity(history: History) -> Float64Array:
    """Return the number of cooperations of each actor, float64 [n]."""
    return row_sums(membership(history))


def partner_graph(history: History) -> SparseMatrix:
    """Return a sparse symmetric float64 [n, n]: 1 where two actors took part in the same cooperation, 0 with itself."""
    members = membership(history)
    graph = (members @ members.T).tocoo()
    off_diagonal = graph.row != graph.col
    pairs = (graph.row[off_diagonal], graph.col[off_diagonal])
    return sparse.csr_matrix((np.ones(len(pairs[0])), pairs), shape=graph.shape)


def row_sums(matrix: SparseMatrix) -> Float64Array:
    """Return the sum of each row, float64 [rows]."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def cooperation_text(cooperation: Cooperation, themes: Vocabulary) -> str:
    """Return title, descriptions and names of the themes, one per line."""
    labels = (label for code in cooperation.themes for label in themes.labels(code).texts.values())
    return "\n".join((cooperation.title, *cooperation.descriptions.values(), *labels))


@dataclass(frozen=True)
class Documents:
    """The texts of a history.

    Attributes:
        texts: one per cooperation, in its order, and then what actors wrote of themselves where they did.
        ownership: sparse float64 [actors, texts], 1 where the text tells of the actor: a member, or the author.
    """

    texts: tuple[str, ...]
    ownership: SparseMatrix


def documents(history: History) -> Documents:
    """Return the texts of a history and whom they tell of.

    What an actor wrote of itself is read from the dataset's own profiles, because `Dataset.describe` may have filled
    those of the history with titles that are among the texts already.
    """
    themes = history.vocabularies.themes
    cooperation_texts = [cooperation_text(item, themes) for item in history.network.cooperations]
    descriptions = {row: "\n".join(actor.descriptions.values()) for row, actor in enumerate(history.past.actors)}
    own = {row: text for row, text in descriptions.items() if has_content(text)}
    authors = incidence([(row, column) for column, row in enumerate(own)], (len(descriptions), len(own)))
    return Documents((*cooperation_texts, *own.values()), sparse.hstack([membership(history), authors], format="csr"))


def question_text(history: History, question: Question) -> str:
    """Return the text of the project asked about; empty when an actor asks for itself."""
    return "" if question.project is None else cooperation_text(question.project, history.vocabularies.themes)


def incidence(pairs: Sequence[tuple[int, int]], shape: tuple[int, int]) -> SparseMatrix:
    """Return a sparse float64 matrix of this shape: 1 at the (row, column) of each pair, which are all different."""
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=shape)
