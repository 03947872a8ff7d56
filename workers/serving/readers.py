"""The encoder and the champion that an inference server answers with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers.direct.reader import Reader
from workers.errors import SetupError
from workers.models.artifact import Model
from workers.models.encoder import Encoder
from workers.models.session import Provider
from workers.serving.catalogue import EMBED, ServedModel
from workers.serving.refusals import NotReady
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon

log = structlog.get_logger()
REFRESH_SECONDS = 5.0
FindModel = Callable[[], Model | None]
FindLexicon = Callable[[], Lexicon]


class Readers:
    """`find_model`: the current champion, or None before the first training; `find_lexicon`: the
    taught entities.

    While the database is away or the disk full, the last ones found go on answering.
    """

    def __init__(self, encoder: Encoder, find_model: FindModel, find_lexicon: FindLexicon) -> None:
        self._encoder = encoder
        self._find_model = find_model
        self._find_lexicon = find_lexicon
        self._languages = LanguageIdentifier()
        self._reader: Reader | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_fresh, name="champion", daemon=True)

    @property
    def provider(self) -> Provider:
        """What the encoder runs on."""
        return self._encoder.provider

    def start(self) -> None:
        """Load the champion, and look for a newer one every few seconds.

        Raises SetupError when the model cannot be used here.
        """
        self._languages.warm()
        self._refresh()
        self._thread.start()

    def stop(self) -> None:
        """Stop looking for newer models."""
        self._stop.set()
        self._thread.join()

    def version_of(self, model: ServedModel) -> str | None:
        """The version of a model that answers now, or None."""
        if model.operation == EMBED:
            return self._encoder.identity
        return self._reader.model.version if self._reader else None

    def run(self, operation: str, texts: Sequence[str]) -> Sequence[Any]:
        """One answer for each text: its features, or its analysis."""
        if operation == EMBED:
            return list(self._encoder.encode(texts))
        if self._reader is None:
            raise NotReady("There is no trained model yet; run `python -m workers train`.")
        return self._reader.read(texts)

    def _keep_fresh(self) -> None:
        while not self._stop.wait(REFRESH_SECONDS):
            try:
                self._refresh()
            except (SQLAlchemyError, SetupError, OSError) as error:
                log.warning("champion_not_taken_up", error=type(error).__name__)

    def _refresh(self) -> None:
        model = self._find_model()
        if model is not None:
            self._reader = Reader(self._encoder, model, self._languages, self._find_lexicon())
