"""The languages that one can choose, by their English names."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

# Tables have codes of two or three letters, but Django has longer ones for Chinese.
NAMES = {"zh": "Chinese"} | {
    code: info["name"] for code, info in LANG_INFO.items() if len(code) <= 3 and "name" in info
}
LANGUAGES = sorted(NAMES.items(), key=lambda language: language[1])
