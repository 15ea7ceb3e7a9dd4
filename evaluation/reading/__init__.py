"""How well ideas and descriptions are read, against what a careful reader takes from them."""
