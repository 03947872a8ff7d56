"""Texts in, features out; the embedding is the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workers.models.encoder_folder import TOKENIZER_FILE, Precision, read_manifest
from workers.models.features import Floats, embeddings_of, join_windows, no_features
from workers.models.session import Provider, Session
from workers.models.token_batches import PADDED_LENGTHS, padded_feed, single_feed, token_batches
from workers.models.tokenizer import Tokenizer, Window

DEFAULT_PRECISION = {Provider.CPU: Precision.INT8, Provider.CUDA: Precision.FLOAT16}


class Encoder:
    """The sentence encoder, loaded once a process and shared by its threads.

    On the CPU each window runs alone, one in each thread: padding costs more than batching saves,
    and in int8 a text's embedding would depend on the others of its batch. On a GPU windows of
    similar length run together.
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
        self._thread_count = threads

    def encode(self, texts: Sequence[str]) -> Floats:
        """Float32 (texts, 3072): the blocks of each text, also of an empty one."""
        windows_of_texts = [self._tokenizer.windows(text) for text in texts]
        windows = [window for windows in windows_of_texts for window in windows]
        run = self._run_alone if self.provider is Provider.CPU else self._run_together
        return join_windows(run(windows), [len(windows) for windows in windows_of_texts])

    def embed(self, texts: Sequence[str]) -> Floats:
        """Float32 (texts, 384), L2-normalised."""
        return embeddings_of(self.encode(texts))

    @property
    def runs_on(self) -> str:
        """The name of the provider."""
        return self.provider.value

    def is_ready(self) -> bool:
        """Always true: constructing it has loaded it."""
        return True

    def warm(self) -> None:
        """Run each padded length once, so that no customer waits for a first run."""
        self.embed(["word " * (length - 2) for length in PADDED_LENGTHS])

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()

    def _run_alone(self, windows: Sequence[Window]) -> Floats:
        if len(windows) == 1:
            # A single window runs here: handing it to another thread would take a seventh longer.
            return self._session.run(single_feed(windows[0]))
        features = no_features(len(windows))
        # The threads share one iterator: each takes the next window as soon as it is free.
        waiting = iter(range(len(windows)))

        def run_waiting() -> None:
            for place in waiting:
                features[place] = self._session.run(single_feed(windows[place]))

        for running in [self._threads.submit(run_waiting) for _ in range(self._thread_count)]:
            running.result()
        return features

    def _run_together(self, windows: Sequence[Window]) -> Floats:
        features = no_features(len(windows))
        for places in token_batches(windows):
            feed = padded_feed([windows[place] for place in places])
            features[places] = self._session.run(feed)
        return features
