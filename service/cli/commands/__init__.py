"""The commands: their options and help. What they do is in `service.cli.actions`, loaded when a command runs."""
