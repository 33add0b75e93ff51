"""How authorizations are used: a step line beside the line of even use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.burn_down import BurnDown, BurnDownState, Step
from pss_fhir.compliance.report.markup import WIDTH, label, legend, line, picture, table, text
from pss_fhir.compliance.words import day_words

_MARKS = {"actual": "units left", "even": "even use", "projected": "where the pace so far leads"}
_HEIGHT, _LEFT, _TOP, _BOTTOM = 170, 34, 12, 138


def units_section(report: AuditReport) -> Iterator[str]:
    """A picture of each authorization that runs, and all of them in a table."""
    if not report.burn_downs:
        yield "<p>No authorization is among what was read.</p>"
        return
    running = [one for one in report.burn_downs if one[1].state is BurnDownState.RUNNING]
    if running:
        yield f'{legend([], _MARKS)}<div class="small">'
        for client, down in running:
            yield f"<section><h3>{text(client)}: {text(_name(down))}</h3><p>{text(down.verdict)}</p>"
            if down.units and down.start_on and down.end_on:
                yield _picture(down, down.units, down.start_on, down.end_on)
            yield "</section>"
        yield "</div>"
    yield table(
        "Units of each authorization",
        (
            "client",
            "authorization",
            "from",
            "to",
            "units",
            "used",
            "used, by the payer",
            "left",
            "a week so far",
            "state",
        ),
        (
            (
                client,
                _name(down),
                down.start_on,
                down.end_on,
                down.units,
                down.used,
                down.used_by_payer,
                down.left,
                _pace(down),
                down.state.value,
            )
            for client, down in report.burn_downs
        ),
    )


def _name(down: BurnDown) -> str:
    if down.authorization_ref is None:
        return "units without authorization"
    return f"authorization {down.number}" if down.number else down.authorization_ref


def _pace(down: BurnDown) -> str | None:
    return None if down.units_per_week is None else f"{down.units_per_week:.1f}"


def _picture(down: BurnDown, units: int, start: date, end: date) -> str:
    span = max((end - start).days, 1)
    lowest = min(0, *(step.left for step in down.steps)) if down.steps else 0

    def at(on: date, left: float) -> tuple[float, float]:
        x = _LEFT + (on - start).days / span * (WIDTH - _LEFT - 12)
        return x, _BOTTOM - (left - lowest) / (units - lowest) * (_BOTTOM - _TOP)

    shapes = [
        line([at(start, 0), at(end, 0)], "axis"),
        line([at(step.on, step.left) for step in down.even_use], "even"),
        line(_corners(down.steps, at), "actual"),
        label(0, at(start, units)[1] + 4, units),
        label(0, at(start, 0)[1] + 4, 0),
        label(_LEFT, _HEIGHT - 8, day_words(start)),
        label(WIDTH - 12, _HEIGHT - 8, day_words(end), "end"),
    ]
    if down.steps and down.projected_left is not None and down.steps[-1].on < end:
        last = down.steps[-1]
        shapes.append(line([at(last.on, last.left), at(end, max(down.projected_left, lowest))], "projected"))
    description = f"{down.verdict} {down.used} of {units} units used. Over time, beside even use."
    return picture(f"Units left, {_name(down)}", description, WIDTH, _HEIGHT, shapes)


def _corners(
    steps: tuple[Step, ...], at: Callable[[date, float], tuple[float, float]]
) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for step in steps:
        if points:
            points.append((at(step.on, step.left)[0], points[-1][1]))
        points.append(at(step.on, step.left))
    return points
