"""Orders to the sandbox as JSON: faults, vendor mode, token life, apps and launches."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from pss_fhir.errors import UsageError
from pss_fhir.sandbox.faults.kinds import KINDS
from pss_fhir.sandbox.launcher.loopback import demand_loopback

if TYPE_CHECKING:
    from pss_fhir.sandbox.sandbox import Sandbox


def make_orders_blueprint(sandbox: Sandbox) -> Blueprint:
    """The blueprint of ``/_sandbox``; it answers only on loopback."""
    blueprint = Blueprint("orders", __name__)

    @blueprint.before_request
    def guard() -> None:
        demand_loopback(request, sandbox.origin)

    @blueprint.errorhandler(UsageError)
    def refuse(refused: UsageError) -> tuple[Response, int]:
        return jsonify(error=refused.code, message=refused.message), 400

    @blueprint.get("/faults")
    def list_faults() -> Response:
        return jsonify(
            known={name: kind.about for name, kind in KINDS.items()},
            ordered=[asdict(order) for order in sandbox.faults.open_orders()],
        )

    @blueprint.post("/faults")
    def order_fault() -> tuple[Response, int]:
        sandbox.order_fault(**_fields_of(sandbox.order_fault))
        return jsonify(ordered=len(sandbox.faults.open_orders())), 201

    @blueprint.delete("/faults")
    def clear_faults() -> Response:
        sandbox.faults.clear()
        return jsonify(ordered=0)

    @blueprint.put("/mode")
    def switch_mode() -> Response:
        sandbox.switch_mode(**_fields_of(sandbox.switch_mode))
        return jsonify(mode=sandbox.mode.name)

    @blueprint.put("/token-life")
    def set_token_life() -> Response:
        sandbox.set_token_life(**_fields_of(sandbox.set_token_life))
        return jsonify(seconds=sandbox.token_seconds)

    @blueprint.post("/apps")
    def register_app() -> tuple[Response, int]:
        return jsonify(client_id=sandbox.register_app(**_fields_of(sandbox.register_app)).client_id), 201

    @blueprint.post("/launches")
    def open_chart() -> tuple[Response, int]:
        iss, launch = sandbox.new_launch(**_fields_of(sandbox.new_launch))
        return jsonify(iss=iss, launch=launch), 201

    return blueprint


def _fields_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The fields that were sent, when the function takes them.

    Raises:
        UsageError: it does not.
    """
    sent: Any = request.get_json(silent=True)
    try:
        inspect.signature(function).bind(**sent)
    except TypeError as unfit:
        raise UsageError("the order has not the fields that it needs", code="sandbox.bad-order") from unfit
    return dict(sent)
