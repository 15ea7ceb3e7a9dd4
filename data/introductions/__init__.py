"""Introductions with consent on both sides, and the contact data that they share."""
