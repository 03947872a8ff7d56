"""From examples to a model's files: embed, fit both heads, write the artifact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from workers.feedback.training import train_head
from workers.models.artifact import ModelManifest, write_model
from workers.models.text_encoder import TextEncoder
from workers.text.normalization import normalize
from workers.text.redaction import redact

Examples = Sequence[tuple[str, str]]
Report = Callable[[str], None]


def train_model(  # noqa: PLR0913 - each argument is a part of the training
    encoder: TextEncoder,
    intents: Examples,
    sentiments: Examples,
    folder: Path,
    *,
    seed: int,
    report: Report,
) -> ModelManifest:
    """Train on (text, label) pairs and write the model to `folder`.

    Raises TooFewExamplesError when a head has nothing to learn from.
    """
    trained = {}
    for name, examples in (("intent", intents), ("sentiment", sentiments)):
        report(f"{name}: {len(examples)} examples …")
        embeddings = encoder.embed([_clean(text) for text, _ in examples])
        trained[name] = train_head(embeddings, [label for _, label in examples], seed)
        report(f"{name}: {trained[name].report.accuracy:.1%} right in cross-validation")
    return write_model(
        folder,
        intent=trained["intent"].head,
        sentiment=trained["sentiment"].head,
        encoder=encoder.identity,
        reports={name: asdict(head.report) for name, head in trained.items()},
        created_at=datetime.now(UTC),
    )


def _clean(text: str) -> str:
    """As the stage will see it: what is learnt from is normalised and redacted too."""
    return redact(normalize(text))[0].text
