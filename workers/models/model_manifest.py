"""The manifest of a model's folder: what it was trained on, and the hash of each file."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workers.contracts.rows import MANIFEST_FILE, MODEL_FORMAT
from workers.errors import SetupError

LEXICON_FILE = "lexicon.json"
HEADS = ("intent", "sentiment")
VERSION_LENGTH = 12

Report = dict[str, float | int]


class BrokenArtifactError(SetupError):
    """A model's files are missing, changed or of another format."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"The model in {folder} is broken ({reason}): restore or retrain it.")


class DamagedArtifactError(BrokenArtifactError):
    """A model's files have changed since they were written; a fresh copy would do."""


class NoModelError(DamagedArtifactError):
    """There is no model in a folder."""

    def __init__(self, folder: Path) -> None:
        SetupError.__init__(
            self,
            f"There is no model in {folder} ({MANIFEST_FILE} is missing): name the folder that "
            "`python -m workers train --out` wrote.",
        )


class ModelManifest(BaseModel):
    """`encoder`: identity of the encoder; `reports`: training figures, by head.

    `refuse_below`: an intent with less confidence counts as out of scope. `data_sha256`: of the
    examples; `libraries`: the versions that trained, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = MODEL_FORMAT
    encoder: str
    labels: dict[str, tuple[str, ...]]
    reports: dict[str, Report]
    refuse_below: float
    seed: int
    data_sha256: str
    libraries: dict[str, str]
    created_at: datetime
    sha256: dict[str, str]

    @property
    def version(self) -> str:
        """A hash of the content alone: two trainings with the same result are one version."""
        parts = [self.format, self.encoder, self.labels, self.refuse_below, self.sha256]
        content = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:VERSION_LENGTH]


def read_model_manifest(folder: Path) -> ModelManifest:
    """Raises DamagedArtifactError, and BrokenArtifactError when it is of another format."""
    if not (folder / MANIFEST_FILE).is_file():
        raise NoModelError(folder)
    try:
        written = json.loads((folder / MANIFEST_FILE).read_bytes())
        found = written["format"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(folder) from error
    if found != MODEL_FORMAT:
        reason = f"its format is {found} and this release reads {MODEL_FORMAT}"
        raise BrokenArtifactError(folder, reason)
    try:
        return ModelManifest.model_validate(written)
    except ValidationError as error:
        raise _damaged(folder) from error


def check_files(folder: Path, manifest: ModelManifest) -> None:
    """Raises DamagedArtifactError, which names the file that is not what was written."""
    for name in FILES:
        if not (folder / name).is_file():
            raise DamagedArtifactError(folder, f"{name} is missing")
        if sha256(folder / name) != manifest.sha256.get(name):
            raise DamagedArtifactError(folder, f"{name} is not the file that was written")


def head_paths(folder: Path, name: str) -> tuple[Path, Path]:
    """A head's graph and its vocabulary."""
    return folder / f"{name}.onnx", folder / f"{name}.vocabulary.json"


def sha256(path: Path) -> str:
    """The hash of a file's content, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


FILES = (LEXICON_FILE, *(path.name for name in HEADS for path in head_paths(Path(), name)))


def _damaged(folder: Path) -> DamagedArtifactError:
    return DamagedArtifactError(folder, f"{MANIFEST_FILE} is missing or damaged")
