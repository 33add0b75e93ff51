"""Run SUSHI, the FSH compiler, without touching the FHIR package cache of whoever runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = HERE.parent.parent / "shared" / "fhir-packages"
NOWHERE = "http://127.0.0.1:9"
_RESULT = re.compile(r"(\d+) Errors?\s+(\d+) Warnings?")
_REASONS = {
    "hl7.fhir.uv.tools.r4": "SUSHI asks for it by itself, for the IG publisher; the guide uses nothing of it",
}
"""What a warning speaks of -> why it stands. A warning without a reason stops the build."""


class GuideBroken(Exception):
    """The guide does not compile, or compiles with a warning that nobody has explained."""


def version() -> str:
    """The SUSHI version that package.json pins."""
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    return str(pinned["devDependencies"]["fsh-sushi"])


@dataclass(frozen=True, slots=True)
class Compiled:
    """Where the compiled resources lie, and the FHIR package cache they were compiled with."""

    resources: Path
    cache: Path


def compile_guide(output: Path, *, packages: Path = PACKAGES) -> Compiled:
    """Compile the guide into a folder.

    With definition packages at hand (``prime.sh`` beside them) no registry is asked; without, SUSHI
    fetches them.

    Args:
        output: an empty folder.
        packages: the folder of the packages.

    Raises:
        GuideBroken: SUSHI finds an error, or a warning that has no reason here.
    """
    environment = dict(os.environ)
    cache = Path.home() / ".fhir" / "packages"
    if (packages / "prime.sh").is_file():
        home = output / "home"
        cache = home / ".fhir" / "packages"
        subprocess.run(["bash", packages / "prime.sh", cache], check=True, stdout=subprocess.DEVNULL)
        environment |= {"HOME": str(home), "FPL_REGISTRY": NOWHERE}
    made = output / "guide"
    ran = subprocess.run(
        [*_command(), "build", "--snapshot", "--out", str(made), str(HERE)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout + ran.stderr
    _judge(said)
    return Compiled(made / "fsh-generated" / "resources", cache)


def _command() -> list[str]:
    installed = HERE / "node_modules" / ".bin" / "sushi"
    if installed.exists():
        return [str(installed)]
    npx = shutil.which("npx")
    if npx is None:
        raise GuideBroken(
            "node is needed to compile the guide (version 18 or later); install it and try again"
        )
    return [npx, "--yes", f"fsh-sushi@{version()}"]


def _judge(said: str) -> None:
    result = _RESULT.search(said)
    lines = [line for line in said.splitlines() if line.startswith(("error", "warn"))]
    unexplained = [line for line in lines if not any(reason in line for reason in _REASONS)]
    if result is None:
        raise GuideBroken("SUSHI did not come to an end:\n" + said[-2000:])
    if unexplained or result[1] != "0":
        raise GuideBroken("\n".join(unexplained or lines))
