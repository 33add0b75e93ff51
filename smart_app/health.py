"""Whether the process is alive, for a load balancer."""

from __future__ import annotations

from flask import Blueprint

from pss_fhir import __version__

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    """Alive, and which version."""
    return {"status": "ok", "version": __version__}
