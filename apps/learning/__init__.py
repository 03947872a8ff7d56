"""What the models learn from, such as intents and examples, and the trained model versions."""
