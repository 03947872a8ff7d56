"""DOOR: the chat widget, and the REST API that it and programs use."""
