"""Takes requests for the API straight to their views, past the other middleware.

They need no session, cookie or file. That is quicker, and it is necessary: a synchronous middleware
would hold a thread for as long as the view waits, and a request that waits must hold none.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import cast

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import resolve

from apps.widget import origins, tracing
from apps.widget.problems import MEDIA_TYPE, Problem

log = structlog.get_logger()

PREFIX = "/api"


class ApiMiddleware:
    """First in `MIDDLEWARE`: traces and logs, checks origins, and answers errors with problems."""

    async_capable = True
    sync_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self._get_response = get_response
        self._security = SecurityMiddleware(get_response)
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_for_api(request.path_info):
            return await self._get_response(request)
        tracing.current.set(tracing.continue_trace(request.headers.get("traceparent")))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(trace_id=tracing.trace_id())
        return await self._answer(request)

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        try:
            response = await _answer_origin(request)
        except Problem as problem:
            response = problem.response()
        except SuspiciousOperation:
            response = Problem(400).response()
        except (OperationalError, InterfaceError):
            response = _say_database_is_away(request)
        origins.vary(response)
        response.headers.setdefault("X-Frame-Options", "DENY")
        self._security.process_response(request, cast(HttpResponse, response))
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        _log_request(request, response, time.perf_counter() - started)
        return response


def _is_for_api(path: str) -> bool:
    """Whether a path is the API's, even with a slash too many or in capitals."""
    return f"/{path.strip('/').lower()}/".startswith(f"{PREFIX}/")


async def _answer_origin(request: HttpRequest) -> HttpResponseBase:
    origin = origins.origin_of(request)
    if origin is not None:
        await sync_to_async(origins.check_any_inbox_allows)(origin)
    if origins.is_preflight(request):
        response: HttpResponseBase = origins.answer_preflight()
    else:
        response = await _answer_view(request)
    if origin is not None:
        origins.permit(response, origin)
    return response


def _say_database_is_away(request: HttpRequest) -> HttpResponseBase:
    """The problem, which any site may read. Nobody can say which sites are allowed, and without
    that a browser would show its page a broken line, and hide when to come back."""
    response: HttpResponseBase = Problem(503, headers={"Retry-After": "5"}).response()
    if origins.is_preflight(request):
        response = origins.answer_preflight()
    if origin := origins.origin_of(request):
        origins.permit(response, origin)
    return response


async def _answer_view(request: HttpRequest) -> HttpResponseBase:
    try:
        request.resolver_match = match = resolve(request.path_info)
        view = match.func if iscoroutinefunction(match.func) else sync_to_async(match.func)
        response: HttpResponseBase = await view(request, *match.args, **match.kwargs)
    except Http404:
        return Problem(404).response()
    return _as_problem(response)


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """The response, or a problem in place of a refusal by the framework, which explains nothing."""
    if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    kept = {name: response[name] for name in ("Allow",) if name in response}
    return Problem(response.status_code, headers=kept).response()


def _log_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Log the request in one line, and keep Django from logging an error a second time."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    match = request.resolver_match
    log.info(
        "request",
        method=request.method,
        route=match.route if match else None,
        status=response.status_code,
        milliseconds=round(1000 * seconds, 1),
    )
