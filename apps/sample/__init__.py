"""The sample company: its data, and what loads it."""
