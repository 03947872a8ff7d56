"""From examples to a model's files: encode, fit both heads, write the artifact."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workers.contracts import OUT_OF_SCOPE
from workers.feedback.training import TrainedHead, check_examples, train_head
from workers.models.artifact_writing import HeadFiles, Training, write_model
from workers.models.emoji_names import name_emoji
from workers.models.head_graph import head_model
from workers.models.lexicon_file import NO_ENTITIES
from workers.models.model_manifest import ModelManifest
from workers.models.text_encoder import TextEncoder
from workers.text.known import FindKnown, know_nothing
from workers.text.normalization import normalize
from workers.text.patterns import Taught
from workers.text.redaction import redact

Examples = Sequence[tuple[str, str]]
Report = Callable[[str], None]
# Texts between two lines of progress, at the least.
LEAST_STEP = 500
LIBRARIES = ("numpy", "scikit-learn", "scipy", "onnx")


def train_model(  # noqa: PLR0913 - each argument is a part of the training
    encoder: TextEncoder,
    intents: Examples,
    sentiments: Examples,
    folder: Path,
    *,
    seed: int,
    report: Report,
    find_known: FindKnown = know_nothing,
    taught: Taught = NO_ENTITIES,
) -> ModelManifest:
    """Train on (text, label) pairs and write the model to `folder`.

    `find_known`: what is surely no personal number, as the stages are told; `taught`: entities
    that the model's folder shall keep. Raises TooFewExamplesError when a head has nothing to
    learn from.
    """
    examples = {"intent": intents, "sentiment": sentiments}
    for pairs in examples.values():
        check_examples(label for _, label in pairs)
    trained = {}
    for name, pairs in examples.items():
        labels = [label for _, label in pairs]
        texts = [_clean(text, find_known) for text, _ in pairs]
        features = _encode(encoder, texts, name, report)
        report(f"{name}: learning …")
        named = _read_names(encoder, labels) if name == "intent" else {}
        trained[name] = train_head(features, texts, labels, seed, named)
        report(f"{name}: {_describe(trained[name])}")
    training = Training(
        encoder=encoder.identity,
        refuse_below=trained["intent"].refuse_below,
        seed=seed,
        data_sha256=_fingerprint(examples),
        libraries={name: metadata.version(name) for name in LIBRARIES},
        created_at=datetime.now(UTC),
    )
    files = {name: _files(head) for name, head in trained.items()}
    return write_model(folder, files, training, taught)


def _encode(
    encoder: TextEncoder, texts: Sequence[str], name: str, report: Report
) -> NDArray[np.float32]:
    """Float32 (texts, 3072); says about every tenth how far it is."""
    started = time.perf_counter()
    step = max(LEAST_STEP, -(-len(texts) // 10))
    parts = []
    for start in range(0, len(texts), step):
        parts.append(encoder.encode([name_emoji(text) for text in texts[start : start + step]]))
        read = min(start + step, len(texts))
        seconds = time.perf_counter() - started
        report(f"{name}: read {read:,} of {len(texts):,} examples in {seconds:.1f} s")
    return np.concatenate(parts)


def _read_names(encoder: TextEncoder, labels: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """What intents are called says what they are about."""
    names = sorted(set(labels) - {OUT_OF_SCOPE})
    words = [re.sub(r"[\W_]+", " ", name).strip() for name in names]
    return dict(zip(names, encoder.encode(words), strict=True))


def _describe(trained: TrainedHead) -> str:
    found = trained.report
    return (
        f"{found.examples:,} examples, {found.classes} labels; "
        f"of examples that it did not know {found.accuracy:.1%} right, "
        f"macro F1 {found.macro_f1:.3f}, calibration error {found.ece:.3f}; "
        f"learnt in {found.seconds:.1f} s"
    )


def _clean(text: str, find_known: FindKnown) -> str:
    """As the stage will see it: what is learnt from is normalised and redacted too."""
    return redact(normalize(text), find_known=find_known)[0].text


def _files(head: TrainedHead) -> HeadFiles:
    graph = head_model(head.parts).SerializeToString(deterministic=True)
    return HeadFiles(head.labels, head.vocabulary, graph, asdict(head.report), head.held_out)


def _fingerprint(examples: dict[str, Examples]) -> str:
    """Of the examples, whatever their order."""
    content = {name: sorted(map(list, pairs)) for name, pairs in examples.items()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
