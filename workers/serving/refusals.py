"""The reasons why a request is refused, each with its code over REST and over gRPC."""

from __future__ import annotations

from typing import ClassVar

from grpc import StatusCode


class Refusal(Exception):
    """A sentence for the caller: what is wrong and how to mend it, never what was sent."""

    http: ClassVar[int] = 500
    grpc: ClassVar[StatusCode] = StatusCode.INTERNAL


class InvalidRequest(Refusal):
    """The request does not say what the model needs."""

    http = 400
    grpc = StatusCode.INVALID_ARGUMENT


class Unauthenticated(Refusal):
    """The token is missing or wrong."""

    http = 401
    grpc = StatusCode.UNAUTHENTICATED


class NotFound(Refusal):
    """There is no such model, version or address."""

    http = 404
    grpc = StatusCode.NOT_FOUND


class TooLarge(Refusal):
    """The request has more than one request may have."""

    http = 413
    grpc = StatusCode.INVALID_ARGUMENT


class UnsupportedEncoding(Refusal):
    """The body has a Content-Encoding that is not supported."""

    http = 415
    grpc = StatusCode.UNIMPLEMENTED


class Overloaded(Refusal):
    """Too many callers wait already."""

    http = 429
    grpc = StatusCode.RESOURCE_EXHAUSTED


class NotReady(Refusal):
    """The model is not loaded yet, or this process is about to end."""

    http = 503
    grpc = StatusCode.UNAVAILABLE


class TooLate(Refusal):
    """The caller's deadline passed before there was an answer."""

    http = 504
    grpc = StatusCode.DEADLINE_EXCEEDED
