"""How the page of an audit looks: on a telephone, on a wide screen, by day, by night, and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --quiet: #555; --edge: #8a8a8a;
  --tint: #f1f3f5; --blue: #0b5394; --red: #b00020; --amber: #7a4b00; --wait: #4a4a8a; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e8e8e8; --quiet: #b5b5b5;
  --edge: #7d7d7d; --tint: #23272b; --blue: #7db4ea; --red: #ff8a8a; --amber: #f0b95c; --wait: #b3b3f2; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem) 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; } h1 { font-size: 1.75rem; }
h2 { margin: 3rem 0 1rem; padding-bottom: .25rem; border-bottom: 2px solid var(--edge); }
h3 { margin: 2rem 0 .75rem; } h4 { font-size: 1rem; }
p { margin: .25rem 0 .75rem; } a { color: var(--blue); }
main, li { overflow-wrap: anywhere; } td, th { overflow-wrap: normal; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; }
.tiles { display: grid; gap: .75rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); }
.tiles div { border: 1px solid var(--edge); border-radius: .5rem; padding: .5rem .75rem; }
.tiles dt { color: var(--quiet); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.finding { border: 1px solid var(--edge); border-left-width: .4rem; border-radius: .25rem;
  padding: .5rem .75rem; margin: .75rem 0; break-inside: avoid; }
.finding.error { border-left-color: var(--red); } .finding.warning { border-left-color: var(--amber); }
.finding.unknown { border-left-color: var(--wait); }
.finding .mark { display: inline-block; min-width: 6.5rem; font-weight: 600; }
.error .mark { color: var(--red); } .warning .mark { color: var(--amber); }
.unknown .mark { color: var(--wait); }
.finding p, .finding ul { margin: .35rem 0; } .finding ul { padding-left: 1.25rem; }
.finding code { font-size: .875rem; font-weight: 400; }
.finding .source { color: var(--quiet); font-size: .875rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .25rem 0 .75rem; padding: 0;
  list-style: none; font-size: .875rem; break-inside: avoid; }
svg.swatch { display: inline-block; width: 1.9rem; height: 1rem; margin: 0; vertical-align: -.15rem; }
svg.hatching { position: absolute; width: 0; height: 0; }
.scroll { overflow-x: auto; margin: .75rem 0; } .scroll:focus-visible { outline: 3px solid var(--blue); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--edge); padding: .35rem .6rem .35rem 0; text-align: left;
  vertical-align: top; }
td { min-width: 4.5rem; } td.day { white-space: nowrap; }
thead { display: table-header-group; } tr { break-inside: avoid; }
thead th { background: var(--tint); padding-left: .3rem; } td:first-child { padding-left: .3rem; }
.beside { display: grid; gap: 0 2rem; align-items: start; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60rem) { .beside { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); } }
.small { display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.small h3 { margin: 0; font-size: 1rem; } .small section { break-inside: avoid; }
svg { width: 100%; max-width: 34rem; height: auto; display: block; margin: .5rem 0; }
svg.wide { max-width: 60rem; min-width: 40rem; }
svg text { font-size: 13px; fill: var(--ink); }
polyline { fill: none; stroke-width: 2; } .actual { stroke: var(--blue); stroke-width: 3; }
.even { stroke: var(--quiet); stroke-dasharray: 8 4; }
.projected { stroke: var(--blue); stroke-dasharray: 2 4; }
.axis { stroke: var(--edge); stroke-width: 1; } .limit { stroke: var(--ink); stroke-width: 2; }
.full { fill: var(--blue); } .rest { fill: var(--tint); stroke: var(--edge); }
.gap { fill: none; stroke: var(--amber); stroke-width: 2; stroke-dasharray: 2 3; }
.over { fill: url(#hatch); stroke: var(--red); stroke-width: 2; }
#hatch rect { fill: var(--paper); } #hatch path { stroke: var(--red); stroke-width: 3; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #444; --edge: #777; --tint: #eee;
    --blue: #0b5394; --red: #b00020; --amber: #7a4b00; --wait: #4a4a8a; font-size: 10pt; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; } nav { display: none; } h2 { margin-top: 1.5rem; }
  h2, h3, h4, caption { break-after: avoid; } svg { break-inside: avoid; } .scroll { overflow: visible; }
  svg.wide { min-width: 0; } .small { grid-template-columns: 1fr 1fr; }
}
"""
"""One sheet; colors have at least 4.5:1 to their ground, and nothing is told by color alone."""

HATCHING = (
    '<svg class="hatching" aria-hidden="true"><pattern id="hatch" width="6" height="6" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/>'
    '<path d="M3 0v6"/></pattern></svg>'
)
"""What fills a bar that is over its limit, so that it differs without any color."""
