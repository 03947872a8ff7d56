"""Judges a trained model on texts with known intents: figures, and a report with pictures."""
