"""Words: texts for people in three languages, and how words are compared."""
