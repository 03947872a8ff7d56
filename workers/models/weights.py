"""Reads the safetensors format: a length, a JSON header, and the numbers end to end.

Source of the layout: https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


def read_weights(path: Path) -> Weights:
    """Every float32 tensor of the file by name, mapped from disk and read when it is used."""
    with path.open("rb") as file:
        header_size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(header_size))
    body = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + header_size)
    return {
        name: _tensor(body, entry) for name, entry in header.items() if entry.get("dtype") == "F32"
    }


def _tensor(body: NDArray[np.uint8], entry: dict[str, list[int]]) -> Floats:
    begin, end = entry["data_offsets"]
    return body[begin:end].view(np.dtype("<f4")).reshape(entry["shape"])
