"""A lease that is held for minutes, and what is told when it is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from sqlalchemy import exc

from apps.dispatch.models import Work
from workers.db import work
from workers.runtime import lease_renewal
from workers.runtime.lease_renewal import LeaseLostError, keep_lease

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def leased(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    monkeypatch.setattr(lease_renewal, "RENEW_SECONDS", 0.05)
    row = Work.objects.create(
        kind="training", lane="training", subject_id=uuid4(), state="leased", lease_token=uuid4()
    )
    yield row
    row.delete()


def token_of(row: Work) -> UUID:
    assert row.lease_token
    return row.lease_token


def is_renewed(row: Work) -> bool:
    """Within a second."""
    for _ in range(50):
        row.refresh_from_db()
        if (row.due_at - timezone.now()).total_seconds() > lease_renewal.HELD_SECONDS / 2:
            return True
        time.sleep(0.02)
    return False


def is_lost(check: Callable[[], None]) -> bool:
    """Within five seconds."""
    for _ in range(100):
        try:
            check()
        except LeaseLostError:
            return True
        time.sleep(0.05)
    return False


def test_it_is_long_from_its_first_moment_on(leased: Work) -> None:
    with keep_lease(token_of(leased), [leased.id]) as check:
        assert is_renewed(leased)
        check()


def test_one_that_is_lost_is_told(leased: Work) -> None:
    with keep_lease(token_of(leased), [leased.id]) as check:
        assert is_renewed(leased)
        Work.objects.filter(id=leased.id).update(lease_token=uuid4())
        assert is_lost(check)


def test_a_renewal_that_fails_is_tried_again(leased: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    renew = work.renew
    refused: list[object] = []

    def refuse_once(*given: object) -> set[int]:
        if not refused:
            refused.append(given)
            raise exc.TimeoutError("all connections are taken")
        return renew(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "renew", refuse_once)
    with keep_lease(token_of(leased), [leased.id]) as check:
        assert is_renewed(leased)
        check()
    assert refused
