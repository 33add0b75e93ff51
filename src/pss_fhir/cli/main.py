"""``pss-fhir``: the group of commands, each imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NoReturn

import click

from pss_fhir import __version__
from pss_fhir.errors import PssFhirError, UsageError
from pss_fhir.issues import message_for

_COMMANDS = {
    "audit": ("pss_fhir.cli.audit", "Check charts and staff against the rules of NC peer support."),
    "demo": ("pss_fhir.cli.demo", "The embedded agency: EHR, launch, note, filing."),
    "explain": ("pss_fhir.cli.explain", "The long form of any issue code."),
    "from-fhir": ("pss_fhir.cli.from_fhir", "FHIR resources -> domain records."),
    "outbox": ("pss_fhir.cli.outbox", "Notes on their way to the EHR."),
    "probe": ("pss_fhir.cli.probe", "What a server lets us write, and by which rung."),
    "rules": ("pss_fhir.cli.rules", "The rules of NC peer support: list, show, coverage."),
    "sandbox": ("pss_fhir.cli.sandbox", "The embedded EHR alone."),
    "schema": ("pss_fhir.cli.schema", "The JSON Schema of domain records."),
    "serve": ("pss_fhir.cli.serve", "The SMART app."),
    "staff": ("pss_fhir.cli.staff", "The agency's own staff records."),
    "synth": ("pss_fhir.cli.synth", "A synthetic agency of any size."),
    "to-fhir": ("pss_fhir.cli.to_fhir", "Domain records -> FHIR resources."),
    "trail": ("pss_fhir.cli.trail", "Who used whose record through the app, as FHIR."),
    "validate": ("pss_fhir.cli.validate", "Validate FHIR resources against R4 and profiles."),
}
"""Name -> (module with a click command named ``command``, one line for the list of commands)."""

_EXTRA_OF = {
    **dict.fromkeys(["alembic", "authlib", "cryptography", "fhirclient", "flask", "flask_wtf"], "app"),
    **dict.fromkeys(["joserfc", "sqlalchemy", "waitress", "werkzeug"], "app"),
    **dict.fromkeys(["pyarrow", "pyspark"], "spark"),
    "psycopg": "postgres",
}
"""Library -> the extra of pss-fhir that brings it."""


class _LazyGroup(click.Group):
    """Lists commands without importing them, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(_COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101 - a programming error, not a user's
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(_COMMANDS.items())])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pss-fhir")
def command() -> None:
    """Peer support services on FHIR R4.

    Exit codes: 0 clean; 1 findings of severity error; 2 usage; 3 unreadable input;
    4 remote or sign-in failure; 5 broken definitions or rules.
    """


def main() -> NoReturn:
    """Run the command line; every failure that is known ends in one line and its exit code."""
    try:
        ended = command.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as refused:
        refused.show()
        sys.exit(refused.exit_code)
    except PssFhirError as failed:
        click.echo(f"pss-fhir: {failed}", err=True)
        sys.exit(failed.exit_code)
    except ModuleNotFoundError as missing:
        extra = _EXTRA_OF.get((missing.name or "").partition(".")[0])
        if extra is None:
            raise
        refusal = UsageError(message_for("usage.extra-missing", extra=extra), code="usage.extra-missing")
        click.echo(f"pss-fhir: {refusal}", err=True)
        sys.exit(refusal.exit_code)
    except BrokenPipeError:
        # The reader has gone (`| head`): what was written is whole lines, nothing more is wanted.
        sys.stdout = None
        sys.exit(0)
    # Outside its standalone mode click gives back the code with which a command ended.
    sys.exit(ended if isinstance(ended, int) else 0)
