"""Trains a model: encodes the examples, fits both heads, and writes the files of a version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from config.console import Say
from workers.fitting.example_reading import ExampleReader, Examples
from workers.fitting.head_training import Hint, TrainedHead, check_examples, train_head
from workers.models.artifact_writing import HeadFiles, Training, write_model
from workers.models.head_graph import head_model
from workers.models.lexicon_file import NO_ENTITIES
from workers.models.model_manifest import ModelManifest
from workers.models.text_encoder import TextEncoder
from workers.text.known_entities import FindKnownEntities, no_known_entities
from workers.text.patterns import Taught

Pairs = Sequence[tuple[str, str]]
LIBRARIES = ("numpy", "scikit-learn", "scipy", "onnx")


@dataclass(frozen=True)
class TrainingData:
    """(text, label) pairs, and the entities that the company knows.

    `answered`: questions of customers, with the intent that follows from what answered them.
    `find_known_entities`: what redaction leaves in the texts; `taught`: what the model's folder
    keeps, for those who read texts with the folder alone.
    """

    intents: Pairs
    sentiments: Pairs
    answered: Pairs = ()
    find_known_entities: FindKnownEntities = no_known_entities
    taught: Taught = NO_ENTITIES


@dataclass(frozen=True)
class _Trained:
    """A head, and how many answered questions it has learnt from."""

    head: TrainedHead
    answered: int = 0

    def files(self) -> HeadFiles:
        graph = head_model(self.head.parts).SerializeToString(deterministic=True)
        report = asdict(self.head.report) | {"answered": self.answered}
        head = self.head
        return HeadFiles(
            head.labels, head.vocabulary, graph, report, head.confidences, head.verdicts
        )


def train_model(
    encoder: TextEncoder, data: TrainingData, folder: Path, *, seed: int, report: Say
) -> ModelManifest:
    """Train both heads and write the model to `folder`.

    Raises TooFewExamplesError when a head has nothing to learn from.
    """
    for kind, pairs in (("intent", data.intents), ("sentiment", data.sentiments)):
        check_examples((label for _, label in pairs), kind)
    reader = ExampleReader(encoder, data.find_known_entities, report)
    intent = _train_intent(reader, data, seed)
    sentiment = _train_sentiment(reader, data, seed)
    training = Training(
        encoder=encoder.identity,
        refuse_below=intent.head.refuse_below,
        seed=seed,
        data_sha256=_fingerprint(data),
        libraries={name: metadata.version(name) for name in LIBRARIES},
        created_at=datetime.now(UTC),
    )
    files = {"intent": intent.files(), "sentiment": sentiment.files()}
    return write_model(folder, files, training, data.taught)


def _train_intent(reader: ExampleReader, data: TrainingData, seed: int) -> _Trained:
    """Answered questions are learnt only where no fewer of the examples are right with them.

    Somebody has vouched for an example; the intent of an answered question is only inferred.
    """
    examples = reader.read(data.intents, "intent")
    names = reader.read_names(examples.labels)
    reader.report("intent: learning …")
    alone = _train_on(examples, seed, names)
    reader.report(f"intent: {_describe(alone)}")
    answered = _find_new_answered(data)
    if not answered:
        return _Trained(alone)
    hints = reader.read(answered, "answered by agents").as_hints()
    with_answered = _train_on(examples, seed, [*names, *hints])
    accuracy = with_answered.report.accuracy
    is_better = accuracy >= alone.report.accuracy
    reader.report(
        f"intent: {len(answered):,} questions that agents answered beside them, "
        f"{accuracy:.1%} right; they are {'learnt' if is_better else 'not learnt'}"
    )
    return _Trained(with_answered, len(answered)) if is_better else _Trained(alone)


def _find_new_answered(data: TrainingData) -> Pairs:
    """Answered questions that are no examples already, of intents that have examples."""
    texts = {text for text, _ in data.intents}
    intents = {intent for _, intent in data.intents}
    return [pair for pair in data.answered if pair[0] not in texts and pair[1] in intents]


def _train_sentiment(reader: ExampleReader, data: TrainingData, seed: int) -> _Trained:
    examples = reader.read(data.sentiments, "sentiment")
    reader.report("sentiment: learning …")
    head = _train_on(examples, seed)
    reader.report(f"sentiment: {_describe(head)}")
    return _Trained(head)


def _train_on(examples: Examples, seed: int, hints: Sequence[Hint] = ()) -> TrainedHead:
    return train_head(examples.features, examples.texts, examples.labels, seed, hints)


def _describe(trained: TrainedHead) -> str:
    found = trained.report
    return (
        f"{found.examples:,} examples, {found.classes} labels; "
        f"of examples that it did not know {found.accuracy:.1%} right, "
        f"macro F1 {found.macro_f1:.3f}, calibration error {found.ece:.3f}; "
        f"learnt in {found.seconds:.1f} s"
    )


def _fingerprint(data: TrainingData) -> str:
    """A hash of the examples that does not depend on their order."""
    pairs = {"intent": data.intents, "sentiment": data.sentiments}
    if data.answered:
        pairs["answered"] = data.answered
    content = {name: sorted(map(list, each)) for name, each in pairs.items()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
