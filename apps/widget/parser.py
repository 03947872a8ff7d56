"""Parses request bodies: JSON in UTF-8 and nothing else."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from apps.widget.problems import Problem


class StrictJson(Parser):
    """Parses JSON. Raises Problem, which says what to send instead."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem(415, "Send the body as JSON, with `Content-Type: application/json`.")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Problem(415, "Send the body as it is, without a `Content-Encoding`.")
        try:
            return json.loads(request.body.decode())
        except UnicodeDecodeError:
            raise Problem(400, "The body is not UTF-8; encode it as UTF-8.") from None
        except (ValueError, RecursionError):
            raise Problem(400, "The body is not valid JSON; check its syntax.") from None
