"""DOOR: the agents' web pages. It owns no tables."""
