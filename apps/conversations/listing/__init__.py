"""The list of conversations: what narrows and sorts it, and what its rows say.

`apps/conversations/queries.py: list_rows` puts it together for an agent.
"""
