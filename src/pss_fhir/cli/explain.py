"""``pss-fhir explain CODE``."""

from __future__ import annotations

import difflib

import click

from pss_fhir.issues import code_book


@click.command(name="explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Print the long form of an issue code, or the list of all codes."""
    book = code_book()
    if code is None:
        width = max(map(len, book))
        for known in sorted(book):
            click.echo(f"{known:<{width}}  {book[known].severity.value}")
        return
    if code not in book:
        near = difflib.get_close_matches(code, book, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.UsageError(f"there is no code {code!r}.{hint} `pss-fhir explain` lists them all.")
    entry = book[code]
    click.echo(f"{entry.code}  ({entry.severity.value}{', retired' if entry.retired else ''})\n")
    click.echo(click.wrap_text(entry.long, width=100, preserve_paragraphs=True))
    click.echo(f"\nMessage: {entry.message}")
    click.echo(f"What to do: {entry.fix}")
    if entry.source:
        click.echo(f"Source: {entry.source}")
