"""Errors go to Sentry when SENTRY_DSN is set; what customers said stays at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sentry_sdk
from sentry_sdk.integrations.logging import LoggingIntegration

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

ASKED = ("method", "url")


def start_sentry(dsn: str, component: str) -> None:
    """Do nothing without a DSN. An event says where, what kind of error and for which request;
    bodies, headers, local variables and the texts of errors, which may quote a customer, do not
    leave.
    """
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0.0,
        before_send=without_words,
        # What is logged is logged; an event is an exception that somebody handed over.
        integrations=[LoggingIntegration(level=None, event_level=None)],
    )
    sentry_sdk.set_tag("component", component)


def report(error: BaseException) -> None:
    """Hand over an error that was dealt with, and that somebody should see all the same."""
    sentry_sdk.capture_exception(error)


def without_words(event: Event, _: Hint) -> Event:
    """The event without anything that a person may have written."""
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = ""
    asked = event.get("request", {})
    event["request"] = {name: asked[name] for name in ASKED if name in asked}
    event.pop("extra", None)
    return event
