"""The placeholders that replace personal data in a clean text."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"<[A-Z_]+>")
