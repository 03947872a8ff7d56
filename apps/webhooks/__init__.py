"""Webhooks: calls to other systems, with their answers."""
