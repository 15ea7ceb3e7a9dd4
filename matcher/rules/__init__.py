"""Rules that people own: dated conditions with an effect, read from a file and applied to pairs."""
