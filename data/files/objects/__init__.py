"""Records as objects of JSON, JSON Lines and JSON-LD, read strictly."""
