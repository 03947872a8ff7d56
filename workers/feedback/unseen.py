"""Which examples a head tells right that it has not learnt, so that two trainings can be compared.

Examples come and go, and new intents may be harder: only what both were judged on says which of
two heads is better. An example is known by a hash of its text and label, which nobody can read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

# Of a million examples hardly two have the same.
KEY_BYTES = 8

# By the example's key.
Unseen = dict[str, bool]
# By the head's name.
UnseenByHead = Mapping[str, Unseen]


def collect_unseen(texts: Sequence[str], labels: Sequence[str], right: Iterable[bool]) -> Unseen:
    """`right`: whether each example was told right by a head that did not know it."""
    keys = [_key(text, label) for text, label in zip(texts, labels, strict=True)]
    return {key: bool(each) for key, each in zip(keys, right, strict=True)}


def write_unseen(judged: UnseenByHead) -> bytes:
    """As a model version keeps it."""
    return json.dumps(judged, separators=(",", ":")).encode()


def read_unseen(content: bytes | None) -> UnseenByHead:
    """Nothing for a version of a release that did not keep it."""
    judged: UnseenByHead = json.loads(content) if content else {}
    return judged


def _key(text: str, label: str) -> str:
    return blake2b(f"{label}\n{text}".encode(), digest_size=KEY_BYTES).hexdigest()
