"""Examples as features: cleaned like the messages that a head will read, then encoded."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from config.console import Say
from workers.contracts.labels import OUT_OF_SCOPE
from workers.fitting.head_training import Hint
from workers.models.emoji_names import name_emoji
from workers.models.text_encoder import TextEncoder
from workers.text.known_entities import FindKnownEntities
from workers.text.normalization import normalize
from workers.text.redaction import redact

Floats = NDArray[np.float32]
# At least so many texts are read between two lines of progress.
LEAST_STEP = 500


@dataclass(frozen=True)
class Examples:
    """Texts, normalised and redacted, with their labels. `features`: (n, 3072)."""

    texts: Sequence[str]
    labels: Sequence[str]
    features: Floats

    def as_hints(self) -> list[Hint]:
        """The same as hints: taught to a head, but not judged on."""
        return list(map(Hint, self.labels, self.features))


@dataclass(frozen=True)
class ExampleReader:
    """Redacts examples as the pools redact messages, then encodes them."""

    encoder: TextEncoder
    find_known_entities: FindKnownEntities
    report: Say

    def read(self, pairs: Sequence[tuple[str, str]], name: str) -> Examples:
        """Encode (text, label) pairs, and report the progress about ten times under `name`."""
        texts = [self._clean(text) for text, _ in pairs]
        started = time.perf_counter()
        step = max(LEAST_STEP, -(-len(texts) // 10))
        parts = []
        for start in range(0, len(texts), step):
            part = [name_emoji(text) for text in texts[start : start + step]]
            parts.append(self.encoder.encode(part))
            read = min(start + step, len(texts))
            seconds = time.perf_counter() - started
            self.report(f"{name}: read {read:,} of {len(texts):,} examples in {seconds:.1f} s")
        return Examples(texts, [label for _, label in pairs], np.concatenate(parts))

    def read_names(self, labels: Iterable[str]) -> list[Hint]:
        """The names of intents as hints: `track_order` says what its texts are about."""
        names = sorted(set(labels) - {OUT_OF_SCOPE})
        words = [re.sub(r"[\W_]+", " ", name).strip() for name in names]
        return list(map(Hint, names, self.encoder.encode(words)))

    def _clean(self, text: str) -> str:
        return redact(normalize(text), find_known_entities=self.find_known_entities)[0].text
