"""A connection that ends without an answer."""

from __future__ import annotations

from waitress.channel import ClientDisconnected


class ConnectionDropped(ClientDisconnected):  # type: ignore[misc]  # waitress has no types
    """Raised out of a WSGI application, it makes waitress close the socket and send nothing."""
