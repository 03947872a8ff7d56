"""Errors go to Sentry when SENTRY_DSN is set; what customers said stays at home."""

from __future__ import annotations

import sentry_sdk


def start_sentry(dsn: str, component: str) -> None:
    """Do nothing without a DSN. Bodies, local variables and user data are never sent."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
    )
    sentry_sdk.set_tag("component", component)
