"""What the reference implementation gives for a few texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import BaseModel

from workers.models.features import Floats


class GoldenRow(BaseModel):
    text: str
    input_ids: list[int]
    embedding: list[float]


class Golden(BaseModel):
    weights_sha256: str
    tokenizer_sha256: str
    rows: list[GoldenRow]

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.rows]

    @property
    def embeddings(self) -> Floats:
        return np.array([row.embedding for row in self.rows], dtype=np.float32)


def read_golden(data: Path) -> Golden:
    return Golden.model_validate_json((data / "encoder" / "golden.json").read_bytes())
