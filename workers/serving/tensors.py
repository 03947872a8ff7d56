"""Tensors as the protocol carries them: names, datatypes, shapes, and their bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.serving.refusals import InvalidRequest

Floats = NDArray[np.float32]

_LENGTH = struct.Struct("<I")
ANY_SIZE = -1


@dataclass(frozen=True)
class TensorSpec:
    """A tensor in metadata; -1 stands for any size.

    `on_request`: an output that is returned only when a request names it.
    """

    name: str
    datatype: str
    shape: tuple[int, ...]
    on_request: bool = False

    def described(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"name": self.name, "datatype": self.datatype, "shape": list(self.shape)}


@dataclass(frozen=True, eq=False)
class BytesTensor:
    """UTF-8 texts, row by row. On the wire, four bytes of length precede each."""

    name: str
    shape: tuple[int, ...]
    elements: Sequence[str]
    datatype = "BYTES"

    def raw(self) -> bytes:
        encoded = [element.encode() for element in self.elements]
        return b"".join(part for each in encoded for part in (_LENGTH.pack(len(each)), each))

    def listed(self) -> list[str]:
        return list(self.elements)


@dataclass(frozen=True, eq=False)
class FloatTensor:
    """Float32, little-endian on the wire."""

    name: str
    values: Floats
    datatype = "FP32"

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    def raw(self) -> bytes:
        return self.values.astype("<f4", copy=False).tobytes()

    def listed(self) -> Floats:
        """The flat array, which orjson writes by itself."""
        return np.ascontiguousarray(self.values.reshape(-1))


Tensor = BytesTensor | FloatTensor


def split_elements(raw: bytes) -> Iterator[bytes]:
    """The elements of a BYTES tensor. Raises InvalidRequest where lengths and bytes disagree."""
    place = 0
    while place < len(raw):
        start = place + _LENGTH.size
        place = start + _LENGTH.unpack_from(raw, place)[0] if start <= len(raw) else start
        if place > len(raw):
            raise InvalidRequest("A BYTES tensor ends within an element: check the lengths.")
        yield raw[start:place]
