"""A model version, loaded from its folder: the heads that read an embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from workers.errors import SetupError
from workers.models.features import Floats
from workers.models.heads import BrokenHeadError, Head, load_head
from workers.models.lexicon_file import read_lexicon
from workers.models.model_manifest import (
    HEADS,
    LEXICON_FILE,
    BrokenArtifactError,
    ModelManifest,
    check_files,
    head_paths,
    read_model_manifest,
)
from workers.models.terms import TermLookup, find_terms
from workers.text.patterns import Taught

SENTIMENTS = frozenset({"negative", "neutral", "positive"})


class IncompatibleEncoderError(SetupError):
    """A model was trained on the embeddings of another encoder."""


@dataclass(frozen=True)
class Model:
    """The heads of a model version, and its manifest.

    `taught`: entities from the file that it was trained on; a workspace has its own in Postgres.
    """

    manifest: ModelManifest
    intent: Head
    sentiment: Head
    taught: Taught

    def read(self, features: Floats, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Features (n, 3072) and their n texts → the probabilities of each head."""
        of_intent, of_sentiment = self._terms.weigh([find_terms(text) for text in texts])
        return self.intent.judge(features, of_intent), self.sentiment.judge(features, of_sentiment)

    @cached_property
    def _terms(self) -> TermLookup:
        return TermLookup([self.intent.vocabulary, self.sentiment.vocabulary])

    @cached_property
    def version(self) -> str:
        return self.manifest.version


def load_model(folder: Path, encoder: str) -> Model:
    """Read a model that belongs to the encoder with this identity.

    Raises BrokenArtifactError when a file is missing or changed, IncompatibleEncoderError when
    the model was trained on other embeddings.
    """
    manifest = read_model_manifest(folder)
    if manifest.encoder != encoder:
        raise IncompatibleEncoderError(
            f"The model in {folder} was trained on {manifest.encoder} but {encoder} is running: "
            "train again, or run the encoder that it was trained on."
        )
    check_files(folder, manifest)
    intent, sentiment = (_read_head(folder, name, manifest) for name in HEADS)
    if set(sentiment.labels) != SENTIMENTS:
        raise BrokenArtifactError(folder, f"its sentiments are not {', '.join(sorted(SENTIMENTS))}")
    return Model(manifest, intent, sentiment, _read_taught(folder))


def _read_head(folder: Path, name: str, manifest: ModelManifest) -> Head:
    try:
        return load_head(*head_paths(folder, name), manifest.labels[name])
    except (BrokenHeadError, KeyError) as error:
        raise BrokenArtifactError(folder, str(error)) from error


def _read_taught(folder: Path) -> Taught:
    try:
        return read_lexicon(folder / LEXICON_FILE)
    except ValidationError as error:
        raise BrokenArtifactError(folder, f"{LEXICON_FILE} is damaged") from error
