"""Spark, per core."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pss_fhir.validation import Validator


class NotThere(Exception):
    """PySpark or Java is missing; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Used:
    """What one round took: seconds by the clock, and of the processor in all processes together."""

    seconds: float
    processor: float


def run_on_spark(file: Path, cores: int, rounds: int) -> Used:
    """All lines of a file through ``validate_dataframe``, the median of the rounds.

    The session is up and every process has its validator before the clock runs.

    Raises:
        NotThere: PySpark or Java is missing, or this is not Linux, which alone tells of other processes.
    """
    if shutil.which("java") is None:
        raise NotThere("Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless")
    if not Path("/proc/self/stat").exists():
        raise NotThere("only Linux tells what other processes use")
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NotThere("PySpark is not installed: pip install 'pss-fhir[spark]'") from missing
    from pss_fhir.validation.spark import validate_dataframe

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.log.level", "ERROR").getOrCreate()
    try:
        findings = validate_dataframe(spark.read.text(str(file)), "value", validator=Validator())
        taken = []
        for _ in range(rounds + 1):
            begun, before = time.perf_counter(), _processor_seconds()
            findings.count()
            taken.append(Used(time.perf_counter() - begun, _processor_seconds() - before))
        return Used(*(median(getattr(each, name) for each in taken[1:]) for name in ("seconds", "processor")))
    finally:
        spark.stop()


def _processor_seconds() -> float:
    """Of this process and all that it started, and what those started."""
    parents, seconds = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents[int(folder.name)] = int(fields[1])
        seconds[int(folder.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return sum(each for process, each in seconds.items() if _is_ours(process, parents))


def _is_ours(process: int, parents: dict[int, int]) -> bool:
    while process > 1:
        if process == os.getpid():
            return True
        process = parents.get(process, 0)
    return False
