"""Numbers only: encoders, indexes, rankers and their files. Knows nothing of actors."""
