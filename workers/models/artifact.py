"""A model version as a folder of files whose name is the hash of what they hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workers.errors import SetupError
from workers.models.encoder_folder import DIMENSIONS
from workers.models.heads import BrokenHeadError, SoftmaxHead, load_head
from workers.models.whole_folder import locked, replaced_whole

FORMAT = 1
MANIFEST_FILE = "manifest.json"
INTENT_FILE = "intent.npz"
SENTIMENT_FILE = "sentiment.npz"
HEAD_FILES = (INTENT_FILE, SENTIMENT_FILE)
SENTIMENTS = frozenset({"negative", "neutral", "positive"})
VERSION_LENGTH = 12

Report = dict[str, float | int]


class BrokenArtifactError(SetupError):
    """A model's files are missing, changed or of another format."""


class IncompatibleEncoderError(SetupError):
    """A model was trained on the embeddings of another encoder."""


class ModelManifest(BaseModel):
    """`encoder`: identity of the encoder; `reports`: training figures, by head."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    encoder: str
    labels: dict[str, tuple[str, ...]]
    reports: dict[str, Report]
    created_at: datetime
    sha256: dict[str, str]

    @property
    def version(self) -> str:
        """Follows from content alone: two trainings with the same result are one version."""
        content = json.dumps([self.format, self.encoder, sorted(self.sha256.items())])
        return hashlib.sha256(content.encode()).hexdigest()[:VERSION_LENGTH]


@dataclass(frozen=True)
class Model:
    """Everything that reads an embedding, and where it came from."""

    manifest: ModelManifest
    intent: SoftmaxHead
    sentiment: SoftmaxHead

    @property
    def version(self) -> str:
        return self.manifest.version


def write_model(  # noqa: PLR0913 - each argument is a part of the model.
    folder: Path,
    *,
    intent: SoftmaxHead,
    sentiment: SoftmaxHead,
    encoder: str,
    reports: dict[str, Report],
    created_at: datetime,
) -> ModelManifest:
    """Replace `folder` by this model, whole; an interrupted run leaves the old one in place."""
    with locked(folder), replaced_whole(folder) as draft:
        intent.save(draft / INTENT_FILE)
        sentiment.save(draft / SENTIMENT_FILE)
        manifest = ModelManifest(
            encoder=encoder,
            labels={"intent": intent.labels, "sentiment": sentiment.labels},
            reports=reports,
            created_at=created_at,
            sha256={name: _sha256(draft / name) for name in HEAD_FILES},
        )
        (draft / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=2) + "\n")
    return manifest


def load_model(folder: Path, encoder: str) -> Model:
    """Read a model that belongs to the encoder with this identity.

    Raises BrokenArtifactError when a file is missing or changed, IncompatibleEncoderError when
    the model was trained on other embeddings.
    """
    manifest = _read_manifest(folder)
    if manifest.encoder != encoder:
        raise IncompatibleEncoderError(
            f"The model in {folder} was trained on {manifest.encoder} but {encoder} is running: "
            "train again, or run the encoder that it was trained on."
        )
    _check_files(folder, manifest)
    intent, sentiment = (_read_head(folder, name) for name in HEAD_FILES)
    if set(sentiment.labels) != SENTIMENTS:
        raise _broken(folder, f"its sentiments are not {', '.join(sorted(SENTIMENTS))}")
    return Model(manifest, intent, sentiment)


def _read_manifest(folder: Path) -> ModelManifest:
    try:
        manifest = ModelManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise _broken(folder, f"{MANIFEST_FILE} is missing or damaged") from error
    if manifest.format != FORMAT:
        raise _broken(folder, f"its format is {manifest.format} and this release reads {FORMAT}")
    return manifest


def _check_files(folder: Path, manifest: ModelManifest) -> None:
    for name in HEAD_FILES:
        if not (folder / name).is_file():
            raise _broken(folder, f"{name} is missing")
        if _sha256(folder / name) != manifest.sha256.get(name):
            raise _broken(folder, f"{name} is not the file that was written")


def _read_head(folder: Path, name: str) -> SoftmaxHead:
    try:
        head = load_head(folder / name)
    except BrokenHeadError as error:
        raise _broken(folder, str(error)) from error
    if len(head.weights) != DIMENSIONS:
        raise _broken(folder, f"{name} reads {len(head.weights)} numbers instead of {DIMENSIONS}")
    return head


def _broken(folder: Path, reason: str) -> BrokenArtifactError:
    return BrokenArtifactError(
        f"The model in {folder} is broken ({reason}): restore or retrain it."
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
