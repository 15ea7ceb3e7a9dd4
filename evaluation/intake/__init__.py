"""How well lists that people have are understood."""
