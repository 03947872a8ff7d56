"""Everything in one process: `make run`. The composition root, which may import all the rest.

Only the broker differs from production, and it holds nothing that matters: Postgres is a real
one, the chains, leases and windows are the same.
"""
