"""What the commands do, and how answers look in a terminal. Loaded only when a command runs."""
