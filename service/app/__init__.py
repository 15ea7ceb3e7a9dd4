"""The application: what is mounted, started and closed, and the server that runs it."""
