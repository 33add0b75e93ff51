"""Whether one color can be read on another.

Source:
    WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (parts of the interface, 3:1), and its
    definitions of relative luminance and contrast ratio.
"""

from __future__ import annotations

import re

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def is_color(value: str) -> bool:
    """Whether it is an opaque color as ``#rgb`` or ``#rrggbb``."""
    return _HEX.fullmatch(value) is not None


def contrast_ratio(one: str, other: str) -> float:
    """The contrast of two colors, from 1.0 (none) to 21.0 (black on white), in either order.

    Raises:
        ValueError: one of them is no color.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    found = _HEX.fullmatch(color)
    if found is None:
        raise ValueError("not a color as #rgb or #rrggbb")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
