"""What a pool needs beside Postgres. Where it is away, the pool's heartbeat says so."""

from __future__ import annotations

from enum import StrEnum

# The key in the details of a heartbeat; such a pool lives, but nothing is published for it.
WAITS_FOR = "waits_for"


class Service(StrEnum):
    """In the words of the operations page."""

    BROKER = "broker"
    INFERENCE_SERVER = "inference server"
