"""Encoders: the texts that ours learns from, its building, and how encoders are compared."""
