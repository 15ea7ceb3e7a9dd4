"""Several networks on one installation, and the keys that open them."""
