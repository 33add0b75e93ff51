"""Foreign Java programs for tests: jars fetched by Maven, and one source file compiled against them."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_TOOLS = (("java", "Java 17 or later"), ("javac", "a JDK 17 or later"), ("mvn", "Maven"))


class NotThere(Exception):
    """What the test needs is not on this machine, so that it is skipped; the message says what."""


class Failed(Exception):
    """What is there did not do its work, which is no reason to skip; the message has what it said."""


def work_folder(name: str) -> Path:
    """Where the jars and classes of one program stay between runs."""
    folder = Path(tempfile.gettempdir()) / f"pss-fhir-{name}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone_in(work: Path) -> Iterator[None]:
    """Waits until no other run on this machine is at work in the folder."""
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def class_path(work: Path, pom: Path, source: Path) -> str:
    """The class path of a source file, compiled; Maven is asked only when the pom is newer than the jars.

    Raises:
        NotThere: no Java, no compiler or no Maven.
        Failed: Maven Central cannot be reached, or the source does not compile.
    """
    for tool, wanted in _TOOLS:
        if shutil.which(tool) is None:
            raise NotThere(f"`{tool}` is not there; install {wanted}")
    lib, fetched = work / "lib", work / "pom.xml"
    if not fetched.exists() or fetched.read_bytes() != pom.read_bytes():
        shutil.rmtree(lib, ignore_errors=True)
        copy = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"]
        run([*copy, "-DincludeScope=runtime", f"-DoutputDirectory={lib}"], "Maven could not fetch the jars")
        shutil.copyfile(pom, fetched)
    run(["javac", "-cp", f"{lib}/*", "-d", str(work), str(source)], f"{source.name} does not compile")
    return f"{work}:{lib}/*"


def run(command: Sequence[str], otherwise: str) -> None:
    """Run to the end.

    Raises:
        Failed: it ends badly; ``otherwise`` and the end of what it said.
    """
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Failed(f"{otherwise}:\n{(ran.stdout + ran.stderr)[-2000:]}")
