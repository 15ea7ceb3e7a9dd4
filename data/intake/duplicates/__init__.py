"""Which actors of a list may be one, or one that is stored: names compared, pairs asked about."""
