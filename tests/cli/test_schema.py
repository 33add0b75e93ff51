"""``pss-fhir schema``: what ``to-fhir`` takes, as JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pss_fhir.cli.main import command
from pss_fhir.mapping.record_schema import schema_of


def test_schema_of_all_records_is_printed() -> None:
    ran = CliRunner().invoke(command, ["schema"])

    assert (ran.exit_code, json.loads(ran.stdout)) == (0, schema_of())


def test_schema_of_one_record_is_written_to_a_file(tmp_path: Path) -> None:
    output = tmp_path / "goal.json"

    ran = CliRunner().invoke(command, ["schema", "Goal", "--output", str(output)])

    assert (ran.exit_code, ran.stdout) == (0, "")
    assert json.loads(output.read_text(encoding="utf-8")) == schema_of("Goal")
    assert schema_of("Goal")["$id"] == "https://pss-fhir.org/schema/Goal.json"


def test_schema_of_nothing_known_is_a_mistake_of_use() -> None:
    ran = CliRunner().invoke(command, ["schema", "Elephant"])

    assert ran.exit_code == 2
    assert "none of Client, Specialist" in ran.stderr
