"""The conversations: a list, a thread and what stands beside it."""
