"""The EHR's look over the app's own."""

from __future__ import annotations

from smart_app.present.style import style_sheet


def test_style_of_an_ehr_without_one_changes_nothing() -> None:
    assert style_sheet({}) == ":root {\n}\n"


def test_style_with_colors_replaces_all_of_the_apps_colors() -> None:
    """A half-replaced palette could put light text on light paper in dark mode."""
    sheet = style_sheet({"--ehr-color-text": "#102030"})

    for name in (
        "paper",
        "surface",
        "ink",
        "muted",
        "accent",
        "accent-ink",
        "bad",
        "bad-soft",
        "warn",
        "warn-soft",
        "info",
        "info-soft",
        "good",
        "good-soft",
        "line",
        "edge",
        "sunk",
        "mark",
        "accent-soft",
    ):
        assert f"--{name}: " in sheet


def test_style_type_never_gets_smaller_than_the_persons_own() -> None:
    assert "font-size: max(100%, 13px)" in style_sheet({"--ehr-dim-font-size": "13px"})


def test_style_highlight_is_used_for_lines_only() -> None:
    sheet = style_sheet({"--ehr-color-background": "#ffffff", "--ehr-color-highlight": "#949494"})

    assert sheet.count("#949494") == 1
    assert "--focus: #949494" in sheet
