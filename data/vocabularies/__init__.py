"""Coded terms with labels in three languages, and the dated model of places."""
