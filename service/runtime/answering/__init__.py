"""What was answered: lists that were shown until they are stored, answers kept for a while, all lists, rehearsals."""
