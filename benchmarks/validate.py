"""The validator beside others, in one run, on the same bytes.

``python benchmarks/validate.py [FILE.ndjson ...] [--count N] [--rounds N]``

Without files the corpus is made with carebundle, when it is installed. Peers are measured when they are
installed (orjson always is): fhir.resources, fhirkit-rs, jsonschema-rs (with ``--schema
fhir.schema.json``), Medplum (``--medplum FOLDER`` with @medplum/core in node_modules). Times are the
least of several short rounds, taken in turns, so that a busy machine harms all alike.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import orjson

from pss_fhir.validation import Validator
from pss_fhir.validation.batch import validate_texts
from pss_fhir.validation.inputs import Text

sys.path.insert(0, str(Path(__file__).parents[1]))

Check = Callable[[bytes], object]
ROUND = 25
"""Lines per round: short enough to fit into one slice of a shared processor."""


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    lines = list(_corpus(arguments.files, arguments.count))
    print(
        f"machine: {platform.processor() or platform.machine()}, {platform.system()}, "
        f"CPython {platform.python_version()}"
    )
    print(f"corpus: {len(lines):,} resources, {sum(map(len, lines)) / 1e6:.1f} MB")
    claiming = Validator()
    base_lines = [_without_profiles(line) for line in lines]
    clean = [line for line in lines if not claiming.validate(line)]
    base_clean = [line for line in base_lines if not claiming.validate(line)]
    print(f"clean by claimed profiles: {len(clean):,}; by base R4: {len(base_clean):,}\n")
    _compare(
        "base R4, clean data",
        base_clean,
        {"pss-fhir": claiming.validate, **_peers(arguments)},
        arguments.rounds,
    )
    _compare("claimed profiles, clean data", clean, {"pss-fhir": claiming.validate}, arguments.rounds)
    broken = _broken(clean)
    _compare("broken on purpose", broken, {"pss-fhir": claiming.validate}, arguments.rounds)
    _processes(claiming, clean * max(1, 20_000 // max(1, len(clean))))
    _start()
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=2_000, help="resources per file")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--schema", type=Path, help="fhir.schema.json, for jsonschema-rs")
    parser.add_argument("--medplum", type=Path, help="folder with node_modules/@medplum/core")
    return parser.parse_args()


def _corpus(files: Sequence[Path], count: int) -> Iterable[bytes]:
    if files:
        for file in files:
            yield from file.read_bytes().splitlines()[:count]
        return
    program = shutil.which("carebundle") or shutil.which("carebundle", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit("Name NDJSON files, or install carebundle: pip install carebundle")
    with tempfile.TemporaryDirectory() as folder:
        made = [
            "generate",
            "--profile",
            "mixed",
            "--sex",
            "mixed",
            "--count",
            "150",
            "--format",
            "ndjson",
            "--out",
            folder,
        ]
        subprocess.run([program, *made], check=True, capture_output=True)
        for file in sorted(Path(folder).glob("*.ndjson")):
            yield from file.read_bytes().splitlines()[:count]


def _without_profiles(line: bytes) -> bytes:
    found = orjson.loads(line)
    found.get("meta", {}).pop("profile", None)
    if not found.get("meta", True):
        del found["meta"]
    return orjson.dumps(found)


def _broken(lines: Sequence[bytes]) -> list[bytes]:
    from tests.unit.validation.mutations import OPERATORS

    rng = random.Random(20261123)  # noqa: S311 - a seed, not a secret
    made = []
    operators = list(OPERATORS.values())
    while len(made) < 2_000:
        broken = rng.choice(operators)(rng, orjson.loads(rng.choice(lines)))
        if broken is not None:
            made.append(orjson.dumps(broken.resource))
    return made


def _peers(arguments: argparse.Namespace) -> dict[str, Check]:
    found: dict[str, Check] = {}
    for make in (
        _fhir_resources,
        _fhirkit,
        lambda: _jsonschema(arguments.schema),
        lambda: _medplum(arguments.medplum),
    ):
        try:
            found |= make()
        except ImportError as missing:
            print(f"not measured: {missing.name} is not installed")
    return found


def _fhir_resources() -> dict[str, Check]:
    from fhir.resources.R4B import get_fhir_model_class

    def check(line: bytes) -> object:
        parsed = orjson.loads(line)
        return get_fhir_model_class(parsed["resourceType"]).model_validate(parsed)

    return {f"fhir.resources {importlib.metadata.version('fhir.resources')}": check}


def _fhirkit() -> dict[str, Check]:
    import fhirkit

    return {
        f"fhirkit-rs {importlib.metadata.version('fhirkit-rs')}": lambda line: fhirkit.validate(line.decode())
    }


def _jsonschema(schema: Path | None) -> dict[str, Check]:
    import jsonschema_rs

    if schema is None:
        print("not measured: jsonschema-rs needs --schema fhir.schema.json")
        return {}
    validator = jsonschema_rs.validator_for(json.loads(schema.read_text()))
    return {
        f"jsonschema-rs {importlib.metadata.version('jsonschema-rs')}": lambda line: validator.is_valid(
            orjson.loads(line)
        )
    }


def _medplum(folder: Path | None) -> dict[str, Check]:
    if folder is None or shutil.which("node") is None:
        print("not measured: Medplum needs node and --medplum FOLDER")
        return {}
    print("Medplum is timed by node itself:")
    program = (
        "const {validateResource}=require('@medplum/core');const {readFileSync}=require('fs');"
        "const ls=readFileSync(0,'utf8').split('\\n').filter(Boolean);let n=0;"
        "const t=process.hrtime.bigint();"
        "for(const l of ls){try{validateResource(JSON.parse(l));}catch(e){n++}}"
        "console.log(ls.length/(Number(process.hrtime.bigint()-t)/1e9),n)"
    )
    lines = b"\n".join(_corpus([], 500))
    done = subprocess.run(["node", "-e", program], input=lines, capture_output=True, cwd=folder, check=False)
    print(done.stdout.decode() or done.stderr.decode()[:200])
    return {}


def _compare(title: str, lines: Sequence[bytes], checks: dict[str, Check], rounds: int) -> None:
    """Resources per second and the share of orjson.loads, measured in turns."""
    checks = {f"orjson.loads {orjson.__version__}": orjson.loads, **checks}
    least = dict.fromkeys(checks, 0.0)
    for start in range(0, len(lines), ROUND):
        part = lines[start : start + ROUND]
        best = dict.fromkeys(checks, float("inf"))
        for _ in range(rounds):
            for name, check in checks.items():
                best[name] = min(best[name], _seconds(check, part))
        for name, seconds in best.items():
            least[name] += seconds
    size = sum(map(len, lines)) / 1e6
    whole = next(iter(least.values()))
    print(f"{title} ({len(lines):,} resources)")
    for name, seconds in least.items():
        print(
            f"  {name:<28}{len(lines) / seconds:>12,.0f}/s{size / seconds:>9.1f} MB/s"
            f"{whole / seconds:>9.1%} of orjson.loads"
        )
    print()


def _seconds(check: Check, lines: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    for line in lines:
        try:
            check(line)
        except Exception:  # noqa: BLE001, S112 - peers raise what they like for what they do not take
            continue
    return time.perf_counter() - begun


def _processes(validator: Validator, lines: Sequence[bytes]) -> None:
    times = {}
    for jobs in (1, 2):
        begun = time.perf_counter()
        for _ in validate_texts(
            validator, (Text("-", number, line) for number, line in enumerate(lines)), jobs=jobs
        ):
            pass
        times[jobs] = time.perf_counter() - begun
    print(f"two processes: {times[1] / times[2]:.2f} times one ({len(lines):,} resources)")


def _start() -> None:
    """From nothing to the first finding, with the compiled form kept and not."""
    program = (
        "from pss_fhir.validation import Validator; from pathlib import Path; import sys; "
        "Validator(unit_cache=Path(sys.argv[1])).validate({'resourceType': 'Patient'})"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("compiled form not kept", "compiled form kept"):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", program, folder], check=True)
            print(f"start, {name}: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
