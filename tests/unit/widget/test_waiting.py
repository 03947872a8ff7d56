from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.widget.waiting import LONGEST_WAIT, preferred_wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=5", 5),
        ("wait=0", 0),
        ("WAIT = 7", 7),
        ('wait="9"', 9),
        ("respond-async, wait=10", 10),
        ("wait=10, respond-async", 10),
        ("wait=3;strict", 3),
        ("wait=20", 20),
        ("wait=21", LONGEST_WAIT),
        ("wait=99999", LONGEST_WAIT),
        (None, 0),
        ("", 0),
        ("wait", 0),
        ("wait=", 0),
        ("wait=-5", 0),
        ("wait=1.5", 0),
        ("wait=five", 0),
        ("no-wait=5", 0),
        ("return=minimal", 0),
    ],
)
def test_a_preference_is_honoured_where_it_is_understood(header: str | None, seconds: int) -> None:
    assert preferred_wait(header) == seconds


@given(st.text())
def test_no_preference_makes_anybody_wait_too_long(header: str) -> None:
    assert 0 <= preferred_wait(header) <= LONGEST_WAIT
