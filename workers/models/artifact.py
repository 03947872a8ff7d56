"""A model version as a folder of files whose name is the hash of what they hold."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workers.contracts import HELD_OUT_FILE
from workers.errors import SetupError
from workers.models.heads import BrokenHeadError, Head, load_head
from workers.models.lexicon_file import NO_ENTITIES, read_lexicon, write_lexicon
from workers.models.terms import Vocabulary
from workers.models.whole_folder import locked, replaced_whole
from workers.text.patterns import Taught

FORMAT = 2
MANIFEST_FILE = "manifest.json"
LEXICON_FILE = "lexicon.json"
HEADS = ("intent", "sentiment")
SENTIMENTS = frozenset({"negative", "neutral", "positive"})
VERSION_LENGTH = 12

Report = dict[str, float | int]


class BrokenArtifactError(SetupError):
    """A model's files are missing, changed or of another format."""


class WrongPlaceError(SetupError):
    """A model cannot be written to this folder."""


class IncompatibleEncoderError(SetupError):
    """A model was trained on the embeddings of another encoder."""


class ModelManifest(BaseModel):
    """`encoder`: identity of the encoder; `reports`: training figures, by head.

    `refuse_below`: less confident than this, an intent is out of scope. `data_sha256`: of the
    examples; `libraries`: the versions that trained, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
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
        """Follows from content alone: two trainings with the same result are one version."""
        parts = [self.format, self.encoder, self.labels, self.refuse_below, self.sha256]
        content = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:VERSION_LENGTH]


@dataclass(frozen=True)
class Model:
    """Everything that reads an embedding, and where it came from.

    `taught`: the entities of the file that it learnt from; a workspace has its own in Postgres.
    """

    manifest: ModelManifest
    intent: Head
    sentiment: Head
    taught: Taught

    @property
    def version(self) -> str:
        return self.manifest.version


@dataclass(frozen=True)
class HeadFiles:
    """One head, ready to be written. `graph`: the ONNX model's bytes.

    `held_out`: (confidence, right) of examples that it did not know, by the label told.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    graph: bytes
    report: Report
    held_out: Mapping[str, Sequence[tuple[float, bool]]]


@dataclass(frozen=True)
class Training:
    """What the heads were made of and with; see `ModelManifest`."""

    encoder: str
    refuse_below: float
    seed: int
    data_sha256: str
    libraries: dict[str, str]
    created_at: datetime


def check_place(folder: Path) -> None:
    """Raises WrongPlaceError where a model would replace what is none, or cannot be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        holds = {path.name for path in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise WrongPlaceError(f"{folder} is no place for a model ({error.strerror}).") from None
    if holds and MANIFEST_FILE not in holds:
        raise WrongPlaceError(f"{folder} holds something else: name a new folder for the model.")
    if not os.access(folder.parent, os.W_OK):
        raise WrongPlaceError(f"{folder.parent} cannot be written to: name another folder.")


def write_model(
    folder: Path,
    heads: Mapping[str, HeadFiles],
    training: Training,
    taught: Taught = NO_ENTITIES,
) -> ModelManifest:
    """Replace `folder` by this model, whole; an interrupted run leaves the old one in place."""
    check_place(folder)
    with locked(folder), replaced_whole(folder) as draft:
        for name in HEADS:
            graph, vocabulary = _head_paths(draft, name)
            graph.write_bytes(heads[name].graph)
            heads[name].vocabulary.save(vocabulary)
        write_lexicon(draft / LEXICON_FILE, taught)
        held_out = {name: heads[name].held_out for name in HEADS}
        (draft / HELD_OUT_FILE).write_text(json.dumps(held_out))
        manifest = ModelManifest(
            labels={name: heads[name].labels for name in HEADS},
            reports={name: heads[name].report for name in HEADS},
            sha256={name: _sha256(draft / name) for name in _FILES},
            **asdict(training),
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
    intent, sentiment = (_read_head(folder, name, manifest) for name in HEADS)
    if set(sentiment.labels) != SENTIMENTS:
        raise _broken(folder, f"its sentiments are not {', '.join(sorted(SENTIMENTS))}")
    return Model(manifest, intent, sentiment, _read_taught(folder))


def _read_manifest(folder: Path) -> ModelManifest:
    if not (folder / MANIFEST_FILE).is_file():
        raise BrokenArtifactError(
            f"There is no model in {folder} ({MANIFEST_FILE} is missing): name the folder that "
            "`python -m workers train --out` wrote."
        )
    try:
        written = json.loads((folder / MANIFEST_FILE).read_bytes())
        found = written["format"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _broken(folder, f"{MANIFEST_FILE} is missing or damaged") from error
    if found != FORMAT:
        raise _broken(folder, f"its format is {found} and this release reads {FORMAT}")
    try:
        return ModelManifest.model_validate(written)
    except ValidationError as error:
        raise _broken(folder, f"{MANIFEST_FILE} is missing or damaged") from error


def _check_files(folder: Path, manifest: ModelManifest) -> None:
    for name in _FILES:
        if not (folder / name).is_file():
            raise _broken(folder, f"{name} is missing")
        if _sha256(folder / name) != manifest.sha256.get(name):
            raise _broken(folder, f"{name} is not the file that was written")


def _read_head(folder: Path, name: str, manifest: ModelManifest) -> Head:
    try:
        return load_head(*_head_paths(folder, name), manifest.labels[name])
    except (BrokenHeadError, KeyError) as error:
        raise _broken(folder, str(error)) from error


def _read_taught(folder: Path) -> Taught:
    try:
        return read_lexicon(folder / LEXICON_FILE)
    except ValidationError as error:
        raise _broken(folder, f"{LEXICON_FILE} is damaged") from error


def _head_paths(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}.onnx", folder / f"{name}.vocabulary.json"


_FILES = [LEXICON_FILE, *(path.name for name in HEADS for path in _head_paths(Path(), name))]


def _broken(folder: Path, reason: str) -> BrokenArtifactError:
    return BrokenArtifactError(
        f"The model in {folder} is broken ({reason}): restore or retrain it."
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
