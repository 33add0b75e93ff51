"""Brings a database to the newest form of the tables, once, however many processes open it."""

from __future__ import annotations

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from pss_fhir.errors import StoreError
from pss_fhir.store.database import Database


def migrate(database: Database) -> None:
    """Run the migrations that are missing, all of them in one transaction.

    Other processes that open the same database wait until this one is done, and then find nothing
    left to do.

    Raises:
        StoreError: the database was written by a newer release, or cannot be used.
    """
    with database.writing() as connection:
        database.one_at_a_time(connection, "pss-fhir store migration")
        config = alembic_config(connection)
        script = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
            raise StoreError(
                f"the database has the form {current}, which this release does not know; "
                "it was written by a newer one. Install that release, or restore a backup.",
                code="store.newer-than-program",
                where=database.shown_url,
            )
        command.upgrade(config, "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for the migrations that ship with the package, on an open connection."""
    config = Config()
    folder = str(resources.files("pss_fhir.store") / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
