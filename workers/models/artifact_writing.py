"""Writes a model version: a folder of files whose name is the hash of what they hold."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from workers.contracts.rows import CONFIDENCES_FILE, MANIFEST_FILE, VERDICTS_FILE
from workers.errors import SetupError
from workers.models.lexicon_file import NO_ENTITIES, write_lexicon
from workers.models.model_manifest import (
    FILES,
    HEADS,
    LEXICON_FILE,
    ModelManifest,
    Report,
    head_paths,
    sha256,
)
from workers.models.terms import Vocabulary
from workers.models.whole_folder import locked, replaced_whole
from workers.text.patterns import Taught

_WRITTEN = frozenset({MANIFEST_FILE, CONFIDENCES_FILE, VERDICTS_FILE, *FILES})


class WrongPlaceError(SetupError):
    """A model cannot be written to this folder."""


@dataclass(frozen=True)
class HeadFiles:
    """One head, ready to be written. `graph`: the ONNX model's bytes.

    Of its examples while they were held out: `confidences`, (confidence, right) by the predicted
    label; `verdicts`, whether it was right, by the example's key.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    graph: bytes
    report: Report
    confidences: Mapping[str, Sequence[tuple[float, bool]]]
    verdicts: Mapping[str, bool]


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
    """Raises WrongPlaceError where something else than a model is, or nothing can be written."""
    if folder.name in ("", ".."):
        raise WrongPlaceError(f"{folder} has no name of its own: name a new folder for the model.")
    if folder.is_mount():
        # It could not be moved aside when the model is ready, after minutes of training.
        raise WrongPlaceError(f"{folder} is a mounted volume: name a new folder in it.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        holds = {path.name for path in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise WrongPlaceError(f"{folder} is no place for a model ({error.strerror}).") from None
    # Others name a file `manifest.json` too: the encoder does, and browsers' extensions.
    if strange := holds - _WRITTEN if MANIFEST_FILE in holds else holds:
        raise WrongPlaceError(
            f"{folder} holds something else ({min(strange)}): name a new folder for the model."
        )
    if not os.access(folder.parent, os.W_OK):
        raise WrongPlaceError(f"{folder.parent} cannot be written to: name another folder.")


def write_model(
    folder: Path,
    heads: Mapping[str, HeadFiles],
    training: Training,
    taught: Taught = NO_ENTITIES,
) -> ModelManifest:
    """Replace `folder` by this model at once; an interrupted run leaves the old one in place."""
    check_place(folder)
    try:
        return _write(folder, heads, training, taught)
    except OSError as error:
        raise WrongPlaceError(f"{folder} cannot be written ({error.strerror}).") from error


def _write(
    folder: Path, heads: Mapping[str, HeadFiles], training: Training, taught: Taught
) -> ModelManifest:
    with locked(folder), replaced_whole(folder) as draft:
        for name in HEADS:
            graph, vocabulary = head_paths(draft, name)
            graph.write_bytes(heads[name].graph)
            heads[name].vocabulary.save(vocabulary)
        write_lexicon(draft / LEXICON_FILE, taught)
        confidences = {name: heads[name].confidences for name in HEADS}
        (draft / CONFIDENCES_FILE).write_text(json.dumps(confidences))
        verdicts = {name: heads[name].verdicts for name in HEADS}
        (draft / VERDICTS_FILE).write_text(json.dumps(verdicts, separators=(",", ":")))
        manifest = ModelManifest(
            labels={name: heads[name].labels for name in HEADS},
            reports={name: heads[name].report for name in HEADS},
            sha256={name: sha256(draft / name) for name in FILES},
            **asdict(training),
        )
        (draft / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=2) + "\n")
    return manifest
