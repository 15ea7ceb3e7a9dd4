"""The records of a network as they are stored: read as a whole, written in transactions, backed up."""
