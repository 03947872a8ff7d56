"""What stands in a clean text in the place of personal data."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"<[A-Z_]+>")
