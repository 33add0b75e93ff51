"""``pss-fhir rules``: the rules themselves."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import click

from pss_fhir.cli.policy_options import as_of_option, day_of, named_policies, policy_option
from pss_fhir.compliance import PolicySet
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.compliance.coverage import coverage_of
from pss_fhir.compliance.handbook import facts_of, handbook, in_force_words
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.rule import ALL

_WIDTH = 100

payer_option = click.option(
    "--payer", metavar="NAME", help="Only rules that bind for this payer (key or name)."
)


@click.group(name="rules")
def command() -> None:
    """The rules of NC peer support: what they say, how well they are known, what checks them."""


@command.command(name="list")
@as_of_option
@payer_option
@policy_option
def list_rules(as_of: datetime | None, payer: str | None, policies: tuple[str, ...]) -> None:
    """One line for each dated record: id, what happens when it is broken, evidence, dates, title."""
    loaded = named_policies(policies)
    for bound in _chosen(loaded, day_of(as_of), payer):
        rule = bound.rule
        loud = bound.severity.value if rule.is_executable else "-"
        when = in_force_words(rule.in_force)
        click.echo(f"{rule.id:<32} {loud:<11} {rule.evidence.value:<8} {when:<40} {rule.title}")


@command.command()
@click.argument("rule_id", metavar="ID")
@as_of_option
@policy_option
def show(rule_id: str, as_of: datetime | None, policies: tuple[str, ...]) -> None:
    """Everything that a rule's records say, with their examples."""
    loaded = named_policies(policies)
    day = day_of(as_of)
    records = [
        bound for bound in loaded.records_of(rule_id.lower()) if day is None or bound.rule.in_force.has(day)
    ]
    if not records:
        known = sorted({bound.rule.id for bound in loaded.rules})
        if rule_id.lower() in known:
            raise click.UsageError(f"rule {rule_id.lower()} is not in force on {day}.")
        near = difflib.get_close_matches(rule_id.lower(), known, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.UsageError(f"there is no rule {rule_id!r}.{hint} `pss-fhir rules list` lists them all.")
    click.echo("\n".join("\n".join(_shown(bound)) for bound in records))


@command.command()
@click.option("--check", "fails_on_missing", is_flag=True, help="End with 5 when a rule has no record.")
@policy_option
def coverage(fails_on_missing: bool, policies: tuple[str, ...]) -> None:
    """Every known rule: executable, informational with its reason, or missing."""
    covered = coverage_of(named_policies(policies))
    for entry in covered:
        what = ", ".join(entry.checks) or entry.reason or ""
        click.echo(f"{entry.rule:<32} {entry.state:<14} {what}")
    count = Counter(entry.state for entry in covered)
    click.echo(
        f"{len(covered)} rules: {count['executable']} executable, {count['informational']} informational, "
        f"{count['missing']} missing."
    )
    if fails_on_missing and count["missing"]:
        raise click.exceptions.Exit(5)


@command.command()
def checks() -> None:
    """The checks that a record can name, with their parameters."""
    for name, check in sorted(CHECKS.items()):
        figures = ", ".join(
            f"{figure}{'' if field.is_required() else ' (optional)'}"
            for figure, field in check.parameters.model_fields.items()
        )
        click.echo(f"{name:<28} {check.subject.value:<10} {check.says}")
        if figures:
            click.echo(f"{'':<39} parameters: {figures}")


@command.command(name="handbook")
def print_handbook() -> None:
    """The page docs/rules.md, made from the records of the package."""
    click.echo(handbook(named_policies(())), nl=False)


def _chosen(policies: PolicySet, day: date | None, payer: str | None) -> Sequence[BoundRule]:
    known = None
    if payer is not None:
        known = policies.payers.named(payer)
        if known is None:
            keys = ", ".join(one.key for one in policies.payers.payers)
            raise click.UsageError(f"there is no payer {payer!r}. Known payers: {keys}.")
    payers = PayersOfDay((known,), is_certain=True) if known else None
    if day is not None and payers is not None:
        return policies.in_force(day, payers)
    return [
        bound
        for bound in policies.rules
        if (day is None or bound.rule.in_force.has(day))
        and (payers is None or ALL in bound.rule.payers or not payers.words.isdisjoint(bound.rule.payers))
    ]


def _shown(bound: BoundRule) -> Sequence[str]:
    rule = bound.rule
    lines = [f"{rule.id}: {rule.title}", ""]
    lines += [click.wrap_text(rule.plain, width=_WIDTH), ""]
    for heading, text in facts_of(bound):
        lines.append(
            click.wrap_text(
                text, width=_WIDTH, initial_indent=f"{heading + ':':<20}", subsequent_indent=" " * 20
            )
        )
    for number, example in enumerate(rule.examples, 1):
        changes = [f"{path} = {value}" for path, value in example.change.items()]
        changes += [f"without {path}" for path in example.without]
        changes += [f"parameter {name} = {value}" for name, value in example.parameters.items()]
        lines.append(
            f"{f'example {number}:':<20}{example.answer.value}: {'; '.join(changes) or 'the case as it is'}"
        )
    lines.append(f"{'file:':<20}{bound.file}, line {bound.line}")
    return [*lines, ""]
