"""Regular expressions of FHIRPath as Python writes them.

FHIRPath leaves the flavor to PCRE. Of what expressions use, Python differs in two places: a named group
is ``(?P<name>...)``, and within ``[...]`` a bare ``[`` and the doubled ``&&``, ``||``, ``~~``, ``--`` are
kept for set operations to come, so that they are escaped here.
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"\\.|\(\?<(?=[A-Za-z])|\[\^?\]?|[\]&|~-]|.", re.DOTALL)
_DOUBLED = frozenset("&|~-")


def to_python_pattern(pattern: str) -> str:
    """The same pattern for :mod:`re`; one that is broken stays broken."""
    made: list[str] = []
    in_set = False
    for match in _PIECE.finditer(pattern):
        piece = match.group()
        if piece.startswith("["):
            # A "]" right after the opening is a member of the set, not its end.
            made.append(f"\\{piece[0]}{piece[1:]}" if in_set else piece)
            in_set = not (in_set and piece.endswith("]"))
        elif in_set and piece == "]":
            made.append(piece)
            in_set = False
        elif in_set and piece in _DOUBLED and made[-1] == piece:
            made.append(f"\\{piece}")
        else:
            made.append("(?P<" if piece == "(?<" and not in_set else piece)
    return "".join(made)
