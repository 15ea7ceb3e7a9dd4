"""What the words in the cells of a list mean: known ones, near ones, and those that are asked about."""
