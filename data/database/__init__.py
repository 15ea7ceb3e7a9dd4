"""The database: its connections, its tables, and how it gets from one form to the next."""
