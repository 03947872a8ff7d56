"""`/widget.js`: the script that a web site includes, and the settings that the script loads."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from apps.conversations.queries import find_inbox
from apps.widget.appearance import describe_launcher
from apps.widget.origins import check_inbox_allows
from apps.widget.problems import Problem

SCRIPT = Path(__file__).parent / "static" / "widget" / "launcher.js"
UNKNOWN = "no inbox has this site key; copy the script tag from the inbox's settings again."
REFUSED = (
    "this site ({origin}) is not among the allowed origins of its inbox; an administrator adds "
    "it in the inbox's settings."
)


@lru_cache
def _read_script() -> bytes:
    return SCRIPT.read_bytes()


@lru_cache
def _tag() -> str:
    return f'"{hashlib.sha256(_read_script()).hexdigest()[:20]}"'


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600, stale_while_revalidate=86400)
@condition(etag_func=lambda request: _tag())
def script(request: HttpRequest) -> HttpResponse:
    """The script. It is the same for every inbox, so browsers keep it and revalidate by ETag."""
    response = HttpResponse(_read_script(), content_type="text/javascript; charset=utf-8")
    # Sites with a Cross-Origin-Embedder-Policy load only scripts that have this header.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def launcher(request: HttpRequest, site_key: str) -> JsonResponse:
    """The settings of the button. Any site may read them; one that is not allowed reads why."""
    answer = _answer(request, site_key)
    response = JsonResponse(answer)
    # Whoever has mended a refusal reloads the page to see it.
    patch_cache_control(response, **({"max_age": 60} if answer["allowed"] else {"no_store": True}))
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Origin"
    return response


def _answer(request: HttpRequest, site_key: str) -> dict[str, object]:
    inbox = find_inbox(site_key)
    if inbox is None:
        return {"allowed": False, "detail": UNKNOWN}
    try:
        check_inbox_allows(inbox, request)
    except Problem:
        detail = REFUSED.format(origin=request.headers["Origin"])
        return {"allowed": False, "detail": detail}
    return {"allowed": True, **describe_launcher(inbox)}
