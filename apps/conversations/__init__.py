"""Inboxes, contacts, conversations and messages: receive, reply, hand over, resolve."""
