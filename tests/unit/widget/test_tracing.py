from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.widget.tracing import continue_trace

GIVEN = f"00-{'ab' * 16}-{'cd' * 8}-01"
SHAPE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def test_a_callers_trace_is_continued_under_a_span_of_our_own() -> None:
    continued = continue_trace(GIVEN)
    assert continued.startswith(f"00-{'ab' * 16}-")
    assert continued.endswith("-01")
    assert "cd" * 8 not in continued


def test_a_later_version_of_the_header_is_understood_as_far_as_it_is_known() -> None:
    assert continue_trace(f"cc{GIVEN[2:]}-more").startswith(f"00-{'ab' * 16}-")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        GIVEN.upper(),
        f"ff{GIVEN[2:]}",
        f"{GIVEN}-more",
        GIVEN.replace("ab" * 16, "0" * 32),
        GIVEN.replace("cd" * 8, "0" * 16),
        GIVEN[:-1],
    ],
)
def test_what_is_no_trace_begins_a_new_one(header: str | None) -> None:
    first, second = continue_trace(header), continue_trace(header)
    assert first != second
    assert SHAPE.fullmatch(first)
    assert "ab" * 16 not in first


@given(st.text())
def test_every_header_gives_a_traceparent_that_fits_its_column(header: str) -> None:
    assert SHAPE.fullmatch(continue_trace(header))
