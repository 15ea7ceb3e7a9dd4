"""The records of a network: profiles, what actors have to do with each other, their documents and digests."""
