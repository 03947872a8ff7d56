"""The REST API, version 1: joins its routers, and turns every error into a problem."""

from __future__ import annotations

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from apps.accounts.idempotency import KeyReused, RequestInProgress
from apps.accounts.rate_limits import RateExceeded
from apps.widget import conversations, events, feedback, messages, people, sources, tracing
from apps.widget.parser import StrictJson
from apps.widget.problems import Problem
from apps.widget.validation import problem_of
from config.sentry import report

log = structlog.get_logger()

api = NinjaAPI(
    title="Firstline",
    version="1",
    description=(
        "One customer message in, an answer or ranked suggestions out. Start a conversation with "
        "the site key of an inbox, then use the token that it gives. Every error is "
        "`application/problem+json`."
    ),
    parser=StrictJson(),
    urls_namespace="api-1",
)
for part in (conversations, people, messages, sources, feedback, events):
    api.add_router("", part.router)


@api.exception_handler(Problem)
def answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(ValidationError)
def answer_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_of(error).response()


@api.exception_handler(HttpError)
def answer_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Refusals of the framework, of which one hides the Problem that the parser raised."""
    cause = error.__cause__
    return (cause if isinstance(cause, Problem) else Problem(error.status_code)).response()


@api.exception_handler(RequestDataTooBig)
def answer_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return Problem(413).response()


@api.exception_handler(RateExceeded)
def answer_rate_exceeded(request: HttpRequest, error: RateExceeded) -> HttpResponse:
    return Problem(429, str(error), headers={"Retry-After": str(error.retry_after)}).response()


@api.exception_handler(RequestInProgress)
def answer_in_progress(request: HttpRequest, error: RequestInProgress) -> HttpResponse:
    return Problem(409, str(error), headers={"Retry-After": "1"}).response()


@api.exception_handler(KeyReused)
def answer_key_reused(request: HttpRequest, error: KeyReused) -> HttpResponse:
    field = {"parameter": "Idempotency-Key", "detail": str(error)}
    return Problem(422, str(error), errors=[field]).response()


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def answer_database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("database_away", error=type(error.__cause__ or error).__name__)
    return Problem(503, headers={"Retry-After": "5"}).response()


@api.exception_handler(Exception)
def answer_unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log and report an unexpected error; the caller gets the trace id to ask about."""
    log.error("request_failed", exc_info=error)
    report(error)
    return Problem(500).response(trace_id=tracing.trace_id())
