"""What answers while the service runs: networks that are open, keys, rates, figures; no FastAPI, no Typer."""
