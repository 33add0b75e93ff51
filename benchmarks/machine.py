"""On what a benchmark runs, in one line: a number says little without it."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path


def machine(*packages: str) -> str:
    """Versions of pss-fhir, of Python and of these packages, the system, the processor, and how busy it is.

    Python's compiler and folder are named as well: builds of one version differ in speed by a quarter.
    """
    versions = ", ".join(f"{name} {version(name)}" for name in ("pss-fhir", *packages))
    build = f"{platform.python_compiler()}, {sys.base_prefix}"
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{versions}, {platform.python_implementation()} {platform.python_version()} ({build}), "
        f"{platform.system()} {platform.release()}, {_processor()}, {os.cpu_count()} cores, load {load}"
    )


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    named = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
