"""The only door to the workers: the work table, and what claims and publishes from it."""
