"""Sends vectors in pgvector's binary format: as text they take twenty times as long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pgvector.psycopg import register_vector
from psycopg import Connection
from psycopg.types.array import ListBinaryDumper

Floats = NDArray[np.float32]


class Vectors(list[Floats]):
    """A parameter of vectors, each float32 (384,), for `CAST(:vectors AS vector[])`."""


def teach_vectors(connection: Connection[object]) -> None:
    """Register the binary format with this connection."""
    register_vector(connection)
    connection.adapters.register_dumper(Vectors, ListBinaryDumper)
