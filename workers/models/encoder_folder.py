"""The files of an encoder's folder, its manifest, and whether it is complete."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workers.errors import SetupError

MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIMENSIONS = 384
MAX_LENGTH = 256
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"
# 2: the graphs give all features, of which the embedding is the first.
FORMAT = 2


class Precision(StrEnum):
    """How the encoder computes. Embeddings of different precisions cannot be compared."""

    FLOAT32 = "float32"
    INT8 = "int8"
    FLOAT16 = "float16"

    @property
    def filename(self) -> str:
        return f"{self.value}.onnx"


class EncoderManifest(BaseModel):
    """What the folder holds. `sizes`: bytes of each file; `max_length`: tokens of one window."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    name: str = MODEL_NAME
    weights_sha256: str = WEIGHTS_SHA256
    tokenizer_sha256: str = TOKENIZER_SHA256
    dimensions: int = DIMENSIONS
    max_length: int = MAX_LENGTH
    sizes: dict[str, int]

    def identity(self, precision: Precision) -> str:
        """The name that every stored embedding carries, such as `…-int8-53aa5117`."""
        return f"{self.name}-{precision.value}-{self.weights_sha256[:8]}"


class BrokenEncoderError(SetupError):
    """The encoder's folder cannot be used."""


def read_manifest(folder: Path) -> EncoderManifest:
    """Raises BrokenEncoderError when a file is missing, cut short or written by another release."""
    try:
        manifest = EncoderManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise BrokenEncoderError(f"No encoder in {folder}: make it with `make setup`.") from error
    if manifest != EncoderManifest(sizes=manifest.sizes) or manifest.sizes != file_sizes(folder):
        raise BrokenEncoderError(
            f"The encoder in {folder} is incomplete: make it with `make setup`."
        )
    return manifest


def file_sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file that the encoder needs and the folder has."""
    names = [TOKENIZER_FILE, *(precision.filename for precision in Precision)]
    paths = [folder / name for name in names]
    return {path.name: path.stat().st_size for path in paths if path.is_file()}
