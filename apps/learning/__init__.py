"""Intents, examples and model versions: what the models learn from and what they are."""
