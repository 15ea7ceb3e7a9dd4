"""What is asked: by a stored actor or by an idea in plain words, with which filters, and what would meet it."""
