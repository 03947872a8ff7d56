"""Sends errors to Sentry when SENTRY_DSN is set, without anything that customers wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sentry_sdk
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.utils import BadDsn

from config.environment import SettingError

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT_FIELDS = ("method", "url")


def start_sentry(dsn: str, component: str) -> None:
    """Start Sentry; does nothing without a DSN.

    An event has the place and the class of an error and its request's address, but no bodies,
    headers, local variables, or texts of errors, which may quote a customer. Raises SettingError
    for what is no DSN.
    """
    if not dsn:
        return
    try:
        _initialize(dsn)
    except BadDsn:
        # Its text quotes parts of the DSN, which is a secret.
        raise SettingError(
            "SENTRY_DSN is refused; use the one that Sentry shows for the project, like "
            "https://key@host/number."
        ) from None
    sentry_sdk.set_tag("component", component)


def _initialize(dsn: str) -> None:
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0.0,
        before_send=without_words,
        # Log records are no events: only exceptions that are passed to `report` are.
        integrations=[LoggingIntegration(level=None, event_level=None)],
    )


def report(error: BaseException) -> None:
    """Report an error that was handled, but that somebody should see."""
    sentry_sdk.capture_exception(error)


def without_words(event: Event, _: Hint) -> Event:
    """The event without anything that a person may have written."""
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = ""
    request = event.get("request", {})
    event["request"] = {name: request[name] for name in KEPT_FIELDS if name in request}
    event.pop("extra", None)
    return event
