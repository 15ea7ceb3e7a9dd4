"""The doors: command line and HTTP. Thin; they turn questions into calls of the matcher and answers into words."""
