"""Django's settings: `base` holds what all share; the others say what differs, and no more."""
