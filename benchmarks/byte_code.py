"""Byte code for commands that are measured: at hand, as pip leaves it, whatever Python is told to write."""

from __future__ import annotations

import os


def with_byte_code_in(folder: str) -> dict[str, str]:
    """This process's surroundings, but with byte code kept in a folder; the first command fills it."""
    surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    return surroundings
