"""What both doors speak: the shapes of answers, and what puts records into them; no FastAPI, no Typer."""
