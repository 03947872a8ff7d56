from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apps.widget.colours import INK, WHITE, ink_on


def test_dark_colours_carry_white_and_light_ones_ink() -> None:
    assert {ink_on(accent) for accent in ("#000000", "#0b6b6b", "#B3261E")} == {WHITE}
    assert {ink_on(accent) for accent in ("#ffffff", "#ffd23f", "#5cc2bc")} == {INK}


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_carries_one_of_the_two(colour: int) -> None:
    assert ink_on(f"#{colour:06x}") in {WHITE, INK}
