"""The one input of every model: `text`, BYTES [n] or [n, 1]."""

from __future__ import annotations

from collections.abc import Sequence

from workers.serving.refusals import InvalidRequest, TooLarge
from workers.serving.tensors import ANY_SIZE, TensorSpec

TEXT = TensorSpec("text", "BYTES", (ANY_SIZE,))
MOST_TEXTS = 512
# Longer than any message; a turn of many messages may be long. The encoder reads only parts of
# such a text.
MOST_CHARACTERS = 100_000


def check_input(names: Sequence[str], datatype: str, shape: Sequence[int]) -> int:
    """The number of texts in the input, by its shape. Raises InvalidRequest or TooLarge."""
    if list(names) != [TEXT.name]:
        raise InvalidRequest(f"The inputs are {_spoken(names)}; send one named {TEXT.name!r}.")
    if datatype != TEXT.datatype:
        raise InvalidRequest(
            f"The input {TEXT.name!r} has datatype {datatype!r}; send {TEXT.datatype}."
        )
    if not (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)) or shape[0] < 1:
        raise InvalidRequest(
            f"The input {TEXT.name!r} has shape {list(shape)}; send [n] or [n, 1], n texts."
        )
    if shape[0] > MOST_TEXTS:
        raise TooLarge(f"The request has {shape[0]} texts; send at most {MOST_TEXTS} at once.")
    return int(shape[0])


def check_texts(elements: Sequence[bytes | str], announced: int) -> list[str]:
    """The decoded texts. Raises InvalidRequest or TooLarge, which name positions, never content."""
    if len(elements) != announced:
        raise InvalidRequest(
            f"The input {TEXT.name!r} has {len(elements)} elements but its shape says {announced}."
        )
    return [_check_text(place, element) for place, element in enumerate(elements)]


def _check_text(place: int, element: bytes | str) -> str:
    try:
        text = element.decode() if isinstance(element, bytes) else element
    except UnicodeDecodeError:
        raise InvalidRequest(f"Text {place} is not UTF-8: encode it so.") from None
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(
            f"Text {place} has {len(text)} characters; send at most {MOST_CHARACTERS} a text."
        )
    return text


def _spoken(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names) or "none"
