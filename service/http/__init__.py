"""The HTTP door: routes, what goes around them, and how questions and errors are written."""
