"""Loading policy files: all of them whole, or a refusal that names every fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pss_fhir.compliance.binding import bind, lay_over
from pss_fhir.compliance.business_days import business_days
from pss_fhir.compliance.payers import PayerBook
from pss_fhir.compliance.policy_file import PolicyFile, read_policy_file
from pss_fhir.compliance.policy_set import BoundRule, PolicySet
from pss_fhir.compliance.rule import ALL, Layer
from pss_fhir.compliance.succession import successions
from pss_fhir.errors import InputError, RuleDataError
from pss_fhir.issues import Issue, make_issue, message_for


def load_policies(extra: Sequence[Path] = (), *, with_agency: bool = True) -> PolicySet:
    """The rules of the package with an agency's own files laid over them.

    Args:
        extra: TOML files, or folders of them, read in the order given; later overrides win.
        with_agency: whether the limits of the package's example employer (``agency-...``) are loaded.

    Raises:
        RuleDataError: a file is broken; ``issues`` names every fault with file and line.
        InputError: a file cannot be opened, or a folder holds no rule file.
    """
    if not extra:
        return _packaged_set(with_agency)
    files = [read_policy_file(str(path), _content(path), is_extra=True) for path in _toml_files(extra)]
    return _assemble([*_packaged_files(with_agency), *files])


@cache
def _packaged_set(with_agency: bool) -> PolicySet:
    return _assemble(_packaged_files(with_agency))


@cache
def _packaged_files(with_agency: bool) -> tuple[PolicyFile, ...]:
    folder = resources.files("pss_fhir.compliance")
    found = [
        *_packaged_toml(folder.joinpath("tables"), "tables"),
        *(
            entry
            for layer in Layer
            if with_agency or layer is not Layer.AGENCY
            for entry in _packaged_toml(folder.joinpath("policies", layer.value), f"policies/{layer.value}")
        ),
    ]
    return tuple(read_policy_file(name, file.read_bytes(), is_extra=False) for name, file in found)


def _packaged_toml(folder: Traversable, label: str) -> Iterable[tuple[str, Traversable]]:
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return [(f"{label}/{entry.name}", entry) for entry in sorted(files, key=lambda entry: entry.name)]


def _toml_files(paths: Sequence[Path]) -> list[Path]:
    return [file for path in paths for file in (_toml_files_in(path) if path.is_dir() else [path])]


def _toml_files_in(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise InputError(message_for("rules.folder-empty"), code="rules.folder-empty", where=str(folder))
    return files


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failed:
        reason = failed.strerror or "it cannot be read"
        raise InputError(
            message_for("rules.file-missing", reason=reason), code="rules.file-missing", where=str(path)
        ) from failed


def _assemble(files: Sequence[PolicyFile]) -> PolicySet:
    issues: list[Issue] = [issue for file in files for issue in file.issues]
    rules: list[BoundRule] = []
    payers = {payer.key: payer for file in files for payer in file.payers}
    words = {ALL, *payers, *(payer.kind for payer in payers.values())}
    for file in files:
        for rule, placed in file.rules:
            issues += [
                placed.at(make_issue("rules.payer-unknown", record=rule.id, payer=name))
                for name in rule.payers
                if name not in words
            ]
            own = file.is_extra and rule.layer is Layer.AGENCY
            bound = bind(rule, placed, is_agency_own=own, issues=issues)
            rules += [bound] if bound else []
    for file in files:
        for override, placed in file.overrides:
            rules = lay_over(rules, override, placed, issues)
    rules.sort(key=_position)
    replaced = successions(rules, issues)
    if issues:
        raise _refusal(issues)
    return PolicySet(
        rules=tuple(rules),
        payers=PayerBook(payers.values()),
        calendar=business_days((year.year, year.days) for file in files for year in file.holidays),
        replaced=replaced,
        files=tuple(file.name for file in files if file.is_extra),
    )


def _position(bound: BoundRule) -> tuple[str, str, str, str]:
    rule = bound.rule
    return rule.id, str(rule.in_force.from_on or ""), rule.layer.value, ",".join(rule.payers)


def _refusal(issues: Sequence[Issue]) -> RuleDataError:
    ordered = sorted(issues, key=lambda issue: (issue.file or "", issue.line or 0, issue.code, issue.message))
    first = ordered[0]
    return RuleDataError(
        message_for("rules.broken", count=len(ordered), first=first.message),
        issues=ordered,
        where=f"{first.file}, line {first.line}" if first.line else first.file,
    )
