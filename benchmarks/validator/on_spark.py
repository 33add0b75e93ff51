"""Spark, per core."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path

from pss_fhir.validation import Validator


class NotThere(Exception):
    """PySpark or Java is missing; the message says how to install it."""


def seconds_on_spark(file: Path, cores: int, rounds: int) -> float:
    """Seconds by the clock for all lines of a file through ``validate_dataframe``, the least of the rounds.

    The session is up and every process has its validator before the clock runs.

    Raises:
        NotThere: PySpark or Java is missing.
    """
    if shutil.which("java") is None or subprocess.run(["java", "-version"], capture_output=True).returncode:
        raise NotThere("Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless")
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NotThere("PySpark is not installed: pip install 'pss-fhir[spark]'") from missing
    from pss_fhir.validation.spark import validate_dataframe

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    warnings.simplefilter("ignore")
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.log.level", "ERROR").getOrCreate()
    try:
        findings = validate_dataframe(spark.read.text(str(file)), "value", validator=Validator())
        taken = []
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            findings.count()
            taken.append(time.perf_counter() - begun)
        return min(taken[1:])
    finally:
        spark.stop()
