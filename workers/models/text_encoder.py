"""The interface of an encoder: in this process, or on an inference server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workers.contracts.labels import UNKNOWN_LANGUAGE

# The encoder and the heads know English; for other languages their output means nothing.
KNOWN_LANGUAGES = frozenset({"en"})


def is_unknown_to_models(language: str) -> bool:
    """Whether a text is clearly in a language that they do not know."""
    return language != UNKNOWN_LANGUAGE and language not in KNOWN_LANGUAGES


class TextEncoder(Protocol):
    """`identity`: what every stored embedding carries; `runs_on`: a provider, or a server's URL."""

    @property
    def identity(self) -> str: ...

    @property
    def runs_on(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (texts, 3072): what heads read (`workers.models.features`)."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (texts, 384), L2-normalised."""

    def is_ready(self) -> bool:
        """Whether it would answer now."""
