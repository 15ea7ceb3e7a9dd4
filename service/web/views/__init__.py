"""What templates are given: plain values in the reader's language, worked out before anything is drawn."""
