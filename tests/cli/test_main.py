"""The command line as a whole: how known failures end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pss_fhir.cli.main import main

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


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--staff", "staff"), 1), (("--help",), 0), (("nothing",), 3)]
)
def test_audit_from_the_shell_ends_with_the_code_of_its_findings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    """Through ``main``, as the installed command runs: the code must come out of click."""
    (tmp_path / "staff").mkdir()
    (tmp_path / "staff" / "staff.csv").write_text(
        "staff_id,family,given,role,hired_on\nS-1,HTEST,Jo,cpss,2026-01-05\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["pss-fhir", "audit", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
