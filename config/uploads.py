"""Limits on the size of requests."""

from __future__ import annotations

# 8,000 characters are at most 32 kB of UTF-8, and 96 kB when JSON escapes each of them.
MOST_BODY_BYTES = 128 * 1024
# The desk's largest form: 400,000 characters of names, up to nine bytes each when URL-encoded.
MOST_FORM_BYTES = 4 * 1024 * 1024
DESK_PATH = "/desk/"
# All files of an upload of knowledge together.
MOST_UPLOAD_BYTES = 16 * 1024 * 1024
MOST_UPLOADED_FILES = 1000
UPLOAD_PATH = "/desk/knowledge/import/"
