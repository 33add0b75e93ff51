"""The frame around a page, made from the open launch and its chart."""

from __future__ import annotations

from flask import url_for

from pss_fhir.clock import local_date
from pss_fhir.domain.people import Client
from pss_fhir.errors import RemoteError, SmartError
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import ChartView, read_chart
from smart_app.opened import chart_stamp, services
from smart_app.present.frame import Frame, show_person


def chart_if_readable(opened: OpenLaunch) -> ChartView | None:
    """The chart, None while the EHR gives none: what was signed here is shown all the same."""
    try:
        return read_chart(services(), opened)
    except (RemoteError, SmartError):
        return None


def frame_of(opened: OpenLaunch, view: ChartView | None, *, here: str = "") -> Frame:
    """The frame of a page; the banner is left out only where the EHR says that it shows its own."""
    return frame_around(opened, view.chart.client if view else None, here=here)


def frame_around(opened: OpenLaunch, client: Client | None, *, here: str = "") -> Frame:
    """The frame of a page about a person, or about nobody who is known."""
    return Frame(
        lid=opened.lid,
        chart_stamp=chart_stamp(opened),
        here=here,
        person=None
        if client is None
        else show_person(
            client,
            is_shown=opened.context.need_patient_banner,
            today=local_date(services().clock.now()),
        ),
        style_url=url_for("chart.style", lid=opened.lid) if opened.style else None,
    )


def author_words(view: ChartView) -> str:
    """Who is signed in, with the credential that would be printed today."""
    specialist = view.chart.specialist
    if specialist is None:
        return "you, but the EHR did not give your name"
    label = specialist.credential_label(local_date(services().clock.now()))
    return f"{specialist.name.shown()}, {label}" if label else specialist.name.shown()
