"""The commands: their options and help. What they do is in `service.terminal`, loaded when a command runs."""
