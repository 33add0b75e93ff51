"""The validator's benchmark: what it prints is what it measured, and who is missing is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.validator import corpus, peers, rows, scale, speed
from pss_fhir.validation import Validator

ROOT = Path(__file__).resolve().parents[2]
PATIENT = b'{"resourceType":"Patient","id":"htest","meta":{"profile":["urn:x"],"tag":[{"code":"HTEST"}]}}'


def test_rows_when_told_then_each_says_whether_its_target_is_met() -> None:
    found = [
        rows.at_least("speed", 0.21, 0.2, "{:.0%}"),
        rows.at_least("speed again", 0.19, 0.2, "{:.0%}"),
        rows.less_than("memory", 150, 150, "{:.0f}"),
        rows.at_least("a peer", None, 30, "{:.0f}", "not installed: pip install it"),
    ]

    assert [row.is_met for row in found] == [True, False, False, None]
    assert rows.table(found).splitlines() == [
        "speed        21%                                          >= 20%      met",
        "speed again  19%                                          >= 20%      NOT MET",
        "memory       150                                          < 150       NOT MET",
        "a peer       not measured: not installed: pip install it  >= 30",
    ]


def test_compare_when_a_check_raises_then_it_is_timed_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(line: bytes) -> object:
        raise ValueError(line)

    found = speed.compare("title", [PATIENT] * 60, {"a peer": refuse}, rounds=2)

    assert list(found) == [speed.ORJSON, "a peer"]
    assert {rate.resources for rate in found.values()} == {60}
    assert "title: 60 resources" in capsys.readouterr().out


def test_peer_when_it_cannot_be_imported_then_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fhirkit", "jsonschema_rs", "pyrofile_validator"):
        monkeypatch.setitem(sys.modules, name, None)
    for ask in (peers.fhirkit, lambda: peers.json_schema(tmp_path), lambda: peers.pyrofile(tmp_path)):
        with pytest.raises(peers.NotThere, match="is not installed: pip install -r benchmarks"):
            ask()


def test_medplum_when_there_is_no_node_then_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(peers.NotThere, match="apt-get install nodejs"):
        peers.medplum([PATIENT], 1, None)


def test_corpus_when_broken_then_each_is_caught_at_its_place() -> None:
    validator = Validator()
    examples = [line for line in corpus.us_core_examples() if b'"Bundle"' not in line]
    clean = [line for line in examples if not validator.validate(line)]
    made = corpus.broken(clean, 40, validator)

    assert [each.path for each in made if not corpus.is_caught(validator, each)] == []
    assert made == corpus.broken(clean, 40, validator)


def test_profiles_when_taken_off_then_the_rest_stays() -> None:
    assert corpus.without_profiles(PATIENT) == (
        b'{"resourceType":"Patient","id":"htest","meta":{"tag":[{"code":"HTEST"}]}}'
    )


def test_file_when_written_then_so_many_lines_and_all_are_validated(tmp_path: Path) -> None:
    file = scale.write_lines(tmp_path / "a.ndjson", [PATIENT, PATIENT, PATIENT], 10)

    assert file.read_bytes().count(b"\n") == 10
    assert [scale.run(file, jobs).resources for jobs in (1, 2)] == [10, 10]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
def test_memory_when_asked_then_that_of_the_other_process() -> None:
    peak = scale.peak_memory([PATIENT], 100_000)

    assert peak is not None
    assert 20 < peak < 150


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_benchmark_when_run_on_a_file_then_every_target_has_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(b"\n".join(corpus.us_core_examples()))
    small = ["--count", "50", "--rounds", "1", "--lines", "500", "--stream", "1"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks/validate.py"), str(file), *small],
        check=True,
        capture_output=True,
        text=True,
    )
    told = done.stdout.rpartition("\n\n")[2].splitlines()

    assert len([line for line in told if not line.startswith(" ")]) == 15
    assert all(
        line.startswith(" ") or (" met" in line) or ("NOT MET" in line) or ("not measured" in line)
        for line in told
    )
