"""The judges: how fast the service answers, and how good its answers are, measured against real cooperation."""
