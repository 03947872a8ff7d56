from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apps.widget.validation import pointer


@given(st.lists(st.text() | st.integers(min_value=0), max_size=4))
def test_a_pointer_leads_back_to_its_path(path: list[str | int]) -> None:
    steps = pointer(path).split("/")[1:]
    read = [step.replace("~1", "/").replace("~0", "~") for step in steps]
    assert read == [str(step) for step in path]
