"""Texts in, embeddings out."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workers.models.encoder_folder import DIMENSIONS, TOKENIZER_FILE, Precision, read_manifest
from workers.models.session import Provider, Session
from workers.models.token_batches import PADDED_LENGTHS, padded_feed, single_feed, token_batches
from workers.models.tokenizer import Tokenizer, Window

Embeddings = NDArray[np.float32]

DEFAULT_PRECISION = {Provider.CPU: Precision.INT8, Provider.CUDA: Precision.FLOAT16}


class Encoder:
    """The sentence encoder, loaded once a process and shared by its threads.

    On the CPU each window runs alone, one to a thread: padding costs more than batching saves,
    and in int8 the numbers of a text would depend on its batch-mates. A GPU runs windows of like
    length together.
    """

    def __init__(
        self,
        folder: Path,
        *,
        provider: Provider = Provider.CPU,
        precision: Precision | None = None,
        threads: int = 1,
    ) -> None:
        """Raises BrokenEncoderError (incomplete folder) and GpuUnavailableError (no CUDA)."""
        manifest = read_manifest(folder)
        self.provider = provider
        self.precision = precision or DEFAULT_PRECISION[provider]
        self.identity = manifest.identity(self.precision)
        self._tokenizer = Tokenizer(folder / TOKENIZER_FILE)
        self._session = Session(folder / self.precision.filename, provider)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="encoder")

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Float32 (texts, 384), L2-normalised; an empty text has an embedding too."""
        windows_of_texts = [self._tokenizer.windows(text) for text in texts]
        windows = [window for windows in windows_of_texts for window in windows]
        run = self._run_alone if self.provider is Provider.CPU else self._run_together
        return _join_windows(run(windows), [len(windows) for windows in windows_of_texts])

    @property
    def runs_on(self) -> str:
        """The provider."""
        return self.provider.value

    def is_ready(self) -> bool:
        """It is, once it is loaded."""
        return True

    def warm(self) -> None:
        """Run every length that is padded to, so that no customer waits for a first time."""
        self.embed(["word " * (length - 2) for length in PADDED_LENGTHS])

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    def _run_alone(self, windows: Sequence[Window]) -> Embeddings:
        if len(windows) == 1:
            # Handing the only one to another thread takes a seventh of its time.
            return self._session.run(single_feed(windows[0]))
        rows = self._threads.map(lambda window: self._session.run(single_feed(window)), windows)
        return np.concatenate([_no_embeddings(0), *rows])

    def _run_together(self, windows: Sequence[Window]) -> Embeddings:
        embeddings = _no_embeddings(len(windows))
        for places in token_batches(windows):
            feed = padded_feed([windows[place] for place in places])
            embeddings[places] = self._session.run(feed)
        return embeddings


def _no_embeddings(count: int) -> Embeddings:
    return np.zeros((count, DIMENSIONS), dtype=np.float32)


def _join_windows(embeddings: Embeddings, counts: Sequence[int]) -> Embeddings:
    """One embedding a text, from as many rows as it has windows."""
    ends = np.cumsum([0, *counts])
    rows = [_normalised_mean(embeddings[start:end]) for start, end in pairwise(ends)]
    return np.concatenate([_no_embeddings(0), *rows])


def _normalised_mean(windows: Embeddings) -> Embeddings:
    """(windows, 384) → (1, 384); a single window stays as it is, to the last bit."""
    if len(windows) == 1:
        return windows
    total = windows.sum(axis=0, keepdims=True)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
