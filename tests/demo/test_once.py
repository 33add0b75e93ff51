"""``pss-fhir demo --once``: the whole path by one command, in every kind of EHR."""

from __future__ import annotations

import re
import sys

import pytest

from pss_fhir.cli.demo import running_demo, walk_once
from pss_fhir.cli.main import main
from pss_fhir.errors import RemoteError
from tests.synth_agency import SynthAgency

FILED = {
    "open": "DocumentReference",
    "epic": "DocumentReference",
    "oracle": "DocumentReference",
    "athena": "QuestionnaireResponse",
    "ecw": "QuestionnaireResponse",
}


def run_demo(monkeypatch: pytest.MonkeyPatch, mode: str) -> object:
    """The exit code of the command."""
    monkeypatch.setattr(sys, "argv", ["pss-fhir", "demo", "--once", "--mode", mode])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize("mode", FILED)
def test_demo_once_ends_with_the_note_read_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mode: str
) -> None:
    code = run_demo(monkeypatch, mode)

    said = capsys.readouterr().out
    assert code == 0, said
    steps = [line.split()[0] for line in said.splitlines()]
    assert steps == ["EHR", "app", "launched", "draft", "checked", "signed", "read", "done"]
    assert re.search(r"^signed +Filed, \d", said, re.MULTILINE)
    assert re.search(rf"^read back +{FILED[mode]}/\w+, version 1,", said, re.MULTILINE)


def test_demo_once_in_a_read_only_ehr_says_that_nothing_was_filed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_demo(monkeypatch, "read-only")

    said = capsys.readouterr().out
    assert code == 0, said
    assert "signed      Signed. Now copy it into the chart." in said
    assert "not filed   this EHR takes no notes" in said
    assert "read back" not in said


def test_demo_once_fails_when_the_note_is_not_filed(capsys: pytest.CaptureFixture[str]) -> None:
    with running_demo() as demo:
        demo.sandbox.order_fault("timeout-before-commit", method="POST", path="/DocumentReference$")

        with pytest.raises(RemoteError) as failed:
            walk_once(demo)

    assert failed.value.code == "demo.not-filed"
    assert failed.value.exit_code == 4
    assert "not filed" not in capsys.readouterr().out


def test_demo_in_a_mode_that_there_is_not_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_demo(monkeypatch, "vista") == 2


def test_demo_once_with_a_synthetic_agency_files_a_note_in_its_ehr(
    capsys: pytest.CaptureFixture[str], synth_agency: SynthAgency
) -> None:
    with running_demo(agency_folder=synth_agency.folder) as demo:
        walk_once(demo)

    assert "read back   DocumentReference/" in capsys.readouterr().out
