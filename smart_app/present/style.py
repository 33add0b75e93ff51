"""The EHR's own look as a stylesheet, which the Content-Security-Policy allows and people can read.

The values were found safe when they were fetched, text against background among them. The app's
softer colors were chosen for its own background, so where the EHR sets a color, they are mixed from
the EHR's two; its highlight has the contrast of a line, not of text, and is used for lines only. Type
never gets smaller than the person's own setting, and the EHR's spacing is not used: targets keep
their 44 pixels.
"""

from __future__ import annotations

from collections.abc import Mapping

from pss_fhir.smart.style import DEFAULT_BACKGROUND, DEFAULT_TEXT

_TEXT, _BACKGROUND = "--ehr-color-text", "--ehr-color-background"
_MIXED = {"--sunk": 6, "--line": 25, "--edge": 65, "--accent-soft": 8, "--warn-soft": 8, "--info-soft": 4}


def style_sheet(variables: Mapping[str, str]) -> str:
    """CSS that sets the app's own variables from the EHR's; empty rules where the EHR said nothing."""
    rules: dict[str, str] = {}
    if _TEXT in variables or _BACKGROUND in variables:
        rules |= _colors(variables)
    for own, given in {
        "--round": "--ehr-dim-border-radius",
        "--body": "--ehr-font-family-body",
        "--voice": "--ehr-font-family-heading",
    }.items():
        if given in variables:
            rules[own] = variables[given]
    if "--ehr-dim-font-size" in variables:
        rules["font-size"] = f"max(100%, {variables['--ehr-dim-font-size']})"
    return ":root {\n" + "".join(f"  {name}: {value};\n" for name, value in rules.items()) + "}\n"


def _colors(variables: Mapping[str, str]) -> dict[str, str]:
    text = variables.get(_TEXT, DEFAULT_TEXT)
    background = variables.get(_BACKGROUND, DEFAULT_BACKGROUND)
    bad = variables.get("--ehr-color-error", text)
    good = variables.get("--ehr-color-success", text)
    return {
        **dict.fromkeys(("--paper", "--surface", "--accent-ink"), background),
        **dict.fromkeys(("--ink", "--muted", "--accent", "--mark", "--warn", "--info"), text),
        "--bad": bad,
        "--good": good,
        "--focus": variables.get("--ehr-color-highlight", text),
        **{name: f"color-mix(in srgb, {text} {share}%, {background})" for name, share in _MIXED.items()},
        "--bad-soft": background,
        "--good-soft": background,
    }
