"""The command line as a whole: how known failures end."""

from __future__ import annotations

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[{name!r}] = None
sys.argv = ["pss-fhir", *{arguments!r}]
from pss_fhir.cli.main import main
main()
"""


@pytest.mark.parametrize(
    ("name", "arguments", "extra"),
    [
        ("flask", ["demo", "--once"], "pss-fhir[app]"),
        ("sqlalchemy", ["staff", "import", "."], "pss-fhir[app]"),
        ("pyspark", ["validate", "--engine", "spark", __file__], "pss-fhir[spark]"),
    ],
)
def test_command_without_its_extra_names_the_extra(name: str, arguments: list[str], extra: str) -> None:
    """The bare core is installed: one line that says what to install, and no traceback."""
    code = WITHOUT.format(name=name, arguments=arguments)

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 2
    assert extra in done.stderr
    assert "Traceback" not in done.stderr
