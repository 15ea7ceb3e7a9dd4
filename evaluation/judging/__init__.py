"""People grade partners: who is to be graded, sheets that are filled in, what they say, and how judges agree."""
