from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from config.console import remark, say
from workers.commands.reader_at_hand import load_reader
from workers.direct.understood import describe_understood, quote_understood


def run(options: argparse.Namespace) -> None:
    """`predict --model DIR [TEXT…]`, or a text a line on standard input."""
    reader = load_reader(options.model)
    for text in options.texts or _input_lines():
        # An argument may hold bytes that are no UTF-8.
        readable = text.encode("utf-8", "replace").decode()
        if readable.strip():
            (read,) = reader.read([readable], options.language)
            understood = quote_understood(readable, read)
            say(
                json.dumps(understood, ensure_ascii=False)
                if options.json
                else describe_understood(understood)
            )


def _input_lines() -> Iterator[str]:
    """Yield each line as soon as it arrives, so that a pipe may stay open."""
    if sys.stdin.isatty():
        remark("Write a text and press Enter; Ctrl-D ends.")
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")
