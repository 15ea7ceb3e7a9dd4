"""The command line: what commands there are, what they do, and how they show it."""
