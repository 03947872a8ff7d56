"""The stages, the pools that run them, and what asks them without a queue. Without Django."""
