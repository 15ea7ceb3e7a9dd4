"""Who may ask what, from where, and how often: keys, names of hosts, foreign pages, rates."""
