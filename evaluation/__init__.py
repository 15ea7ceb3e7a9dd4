"""The judges: how fast the service answers, and (next) how good its answers are, measured against real cooperation."""
