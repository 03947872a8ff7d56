"""Idempotency keys: a request that is sent twice is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from apps.accounts.models import IdempotencyKey

KEPT_KEYS = timedelta(hours=24)


class RequestInProgress(Exception):
    """The first request with this key is still being answered; send it again in a moment."""


class KeyReused(Exception):
    """This key came with another request before; use a new key for a new request."""


@transaction.atomic
def do_once(credential: str, key: str, request: str, do: Callable[[], UUID]) -> UUID:
    """Call `do`, or return its earlier result when this credential sent the same request before.

    The key is written in the transaction of `do`. Of `request`, only a keyed digest is stored.
    Raises RequestInProgress or KeyReused.
    """
    if not _try_lock(f"{credential} {key}"):
        raise RequestInProgress(RequestInProgress.__doc__)
    digest = salted_hmac("firstline.idempotency", request, algorithm="sha256").hexdigest()
    earlier = IdempotencyKey.objects.filter(credential=credential, key=key).first()
    if earlier and earlier.created_at > timezone.now() - KEPT_KEYS:
        if not constant_time_compare(earlier.request_digest, digest):
            raise KeyReused(KeyReused.__doc__)
        return earlier.result_id
    if earlier:
        earlier.delete()
    result_id = do()
    IdempotencyKey.objects.create(
        credential=credential, key=key, request_digest=digest, result_id=result_id
    )
    return result_id


def _try_lock(name: str) -> bool:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
