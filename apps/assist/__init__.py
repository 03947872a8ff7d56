"""What the workers said about a message, and what people did with it."""
