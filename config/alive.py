"""`python -m config.alive QUEUE`: a health check for containers.

Pools, the dispatcher and the deliverer listen on no port, so their heartbeats are checked.
"""

from __future__ import annotations

import os
import socket
import sys

import psycopg

from config.environment import Environment, SettingError
from workers.contracts.leases import HEARTBEAT_STALE_SECONDS

PATIENCE_SECONDS = 5
_BEATEN = """
SELECT EXISTS (
    SELECT FROM dispatch_heartbeat
    WHERE starts_with(process, %s) AND seen_at > now() - make_interval(secs => %s)
)
"""


def is_alive(database_url: str, queue: str) -> bool:
    """Whether the queue has a fresh heartbeat of this machine. Raises psycopg.Error."""
    with psycopg.connect(database_url, connect_timeout=PATIENCE_SECONDS) as connection:
        process = f"{queue}@{socket.gethostname()}:"
        found = connection.execute(_BEATEN, [process, HEARTBEAT_STALE_SECONDS]).fetchone()
    return bool(found and found[0])


def main(queue: str) -> None:
    """Exits with 1, and says why, unless it is alive."""
    database_url = Environment(os.environ).url("DATABASE_URL", ["postgresql", "postgres"])
    try:
        alive = is_alive(database_url, queue)
    except psycopg.Error as error:
        sys.exit(f"The database does not answer ({type(error).__name__}).")
    if not alive:
        sys.exit(f"No process of this machine has told of {queue!r} lately.")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SettingError as error:
        sys.exit(str(error))
