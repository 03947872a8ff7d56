"""Vectors on their way to Postgres, in pgvector's own format: text takes twenty times as long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pgvector.psycopg import register_vector
from psycopg import Connection
from psycopg.types.array import ListBinaryDumper

Floats = NDArray[np.float32]


class Vectors(list[Floats]):
    """Vectors of a statement, each (384,) float32: `CAST(:vectors AS vector[])`."""


def teach_vectors(connection: Connection[object]) -> None:
    """Let this connection send them."""
    register_vector(connection)
    connection.adapters.register_dumper(Vectors, ListBinaryDumper)
