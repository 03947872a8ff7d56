"""Predictions and suggestions of the workers, and what people did with them."""
