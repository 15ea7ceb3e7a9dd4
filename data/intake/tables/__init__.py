"""Tables of lists: where they are, and every cell that stands in them."""
