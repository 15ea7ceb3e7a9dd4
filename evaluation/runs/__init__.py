"""Runs: systems answer questions, are checked for what they must not know, and are judged."""
