"""Records only: profiles, vocabularies, the dated region model, readers, validation and the store.

Knows nothing of vectors and imports nothing from the other packages.
"""
