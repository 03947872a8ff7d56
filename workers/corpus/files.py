"""The text of a file, or a sentence on why there is none."""

from __future__ import annotations

from pathlib import Path

from workers.corpus.records import CorpusError, Place


def read_text(path: Path) -> str:
    """Without a byte order mark. Raises CorpusError for what is absent or not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror}): name another file.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Place(path, line).error("this is not UTF-8; save the file as UTF-8.") from None
