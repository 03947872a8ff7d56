"""Checks which web sites may call from a visitor's browser (CORS)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from apps.conversations.models import Inbox
from apps.widget.problems import Problem

METHODS = "GET, POST, OPTIONS"
SENT_HEADERS = (
    "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, X-Inbox-Key, traceparent"
)
SEEN_HEADERS = "Location, Preference-Applied, Retry-After"
PREFLIGHT_SECONDS = "600"


def origin_of(request: HttpRequest) -> str | None:
    """The origin of the site that calls; None for programs and our own pages."""
    origin = request.headers.get("Origin")
    if origin is None or origin.lower() == f"{request.scheme}://{request.get_host()}".lower():
        return None
    return origin.lower()


def check_any_inbox_allows(origin: str) -> None:
    """Raises Problem (403) for a site that no inbox lists."""
    if not Inbox.objects.filter(allowed_origins__contains=[origin]).exists():
        raise refusal(origin)


def check_inbox_allows(inbox: Inbox, request: HttpRequest) -> None:
    """Raises Problem (403) for a site that this inbox does not list."""
    origin = origin_of(request)
    if origin is not None and origin not in inbox.allowed_origins:
        raise refusal(origin)


def refusal(origin: str) -> Problem:
    return Problem(
        403,
        f"The site {origin!r} is not among the allowed origins of the inbox; an administrator adds "
        "it in the inbox's settings.",
    )


def is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def answer_preflight() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": SENT_HEADERS,
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
        },
    )


def permit(response: HttpResponseBase, origin: str) -> None:
    """Let the page of this site read the response."""
    response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = SEEN_HEADERS


def vary(response: HttpResponseBase) -> None:
    patch_vary_headers(response, ["Origin"])
