"""Search by letters: TF-IDF over words and character n-grams, which survives Finnish and Swedish inflection."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Float64Array
from models.errors import InputRefused
from models.hits import Hit, check_k, ranked
from models.text import count_words, features, has_content

# About as many as fifty words have.
MOST_FEATURES = 1000


class LexicalIndex:
    """The texts of a corpus by the cosine of their TF-IDF weights (sublinear counts, smooth IDF).

    Built once from `ids` and `texts`, one text per id. A text without a letter or digit is similar to nothing, and so
    is everything in a corpus of such texts or of none.

    Raises:
        InputRefused: an id comes twice, or ids and texts differ in number.
    """

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        if len(ids) != len(texts) or len(set(ids)) != len(ids):
            raise InputRefused(f"{len(ids)} ids for {len(texts)} texts", "ids", "Give each text one id of its own.")
        self.ids = tuple(ids)
        self._has_content = any(has_content(text) for text in texts)
        if self._has_content:
            from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

            counts, words = count_words(texts)
            self._features, self._weigh = CountVectorizer(analyzer=features), TfidfTransformer(sublinear_tf=True)
            weighed = self._weigh.fit_transform(counts @ self._features.fit_transform(words))
            # One row per feature, so that a query touches only the features it has.
            self._postings = weighed.T.tocsr()

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.ids)

    def similarities(self, text: str) -> Float64Array:
        """Return the cosine of `text` with each text of the corpus, float64 [n] in the order of `ids`, 0 to 1.

        Of a text with more than `MOST_FEATURES` features only the weightiest count, so that it comes out lower.
        """
        if not self._has_content:
            return np.zeros(len(self), dtype=np.float64)
        query = self._weigh.transform(self._features.transform([text]))
        weightiest = np.sort(np.argsort(-query.data, kind="stable")[:MOST_FEATURES])
        cosines: Float64Array = self._postings[query.indices[weightiest]].T @ query.data[weightiest]
        return cosines

    def search(self, text: str, k: int) -> list[Hit]:
        """Return the best `k` texts that share anything with `text`, in the order `(-score, id)`.

        Raises:
            InputRefused: `k` < 1.
        """
        check_k(k)
        return [hit for hit in ranked(self.ids, self.similarities(text), k) if hit.score > 0]
