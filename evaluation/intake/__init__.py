"""How well lists that people have are taken in, judged on lists made for that."""
