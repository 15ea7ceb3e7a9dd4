"""Reading what people write in their own words: where, with whom, about what, in which languages, and what not."""
