"""How long work may be held and rest, and when whoever holds it counts as dead."""

from __future__ import annotations

# How long a stage may hold its rows before they are due again, in seconds.
LEASE_SECONDS = 30
# How long a row rests after its first, second, … failed attempt, in seconds.
RETRY_DELAYS = (2, 10, 30, 60)
MAX_ATTEMPTS = 5
# A heartbeat older than this is of a dead process, in seconds.
HEARTBEAT_STALE_SECONDS = 15
