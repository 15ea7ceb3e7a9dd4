"""What goes on in a network besides its records: events, follows, lists that were shown, answers to writes."""
