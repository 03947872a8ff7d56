"""Chooses a text colour that can be read on an inbox's accent colour."""

from __future__ import annotations

OURS = "#0b6b6b"
WHITE, INK = "#ffffff", "#07161f"


def ink_on(accent: str) -> str:
    """White or nearly black, whichever has more contrast. `accent`: # and six digits."""
    brightness = _luminance(accent)
    on_white = 1.05 / (brightness + 0.05)
    on_ink = (brightness + 0.05) / (_luminance(INK) + 0.05)
    return WHITE if on_white >= on_ink else INK


def _luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
