"""What the reporting path asks of the fast path: which parts of a resource need not be walked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import orjson

from pss_fhir.validation.json_text import may_hide_in_strings
from pss_fhir.validation.scope import Scope


class Shortcut:
    """Tells of parts of a resource, quickly, that nothing is to be found in them; this one never does."""

    def is_clean(self, target: str, value: Any, scope: Scope) -> bool:  # noqa: ARG002 - the interface's signature
        """Whether the value is surely clean by a definition or one of its elements, ``url|version#id``."""
        return False

    def doubts(
        self,
        target: str,  # noqa: ARG002
        host: dict[str, Any],
        scope: Scope,  # noqa: ARG002
    ) -> tuple[Collection[str], bool]:
        """What may be unclean in an object, by an element's definition, ``url|version!#id|``.

        Returns:
            The names under which it may have what is not clean, and whether it surely keeps the invariants.
        """
        return host, False


class WaryShortcut(Shortcut):
    """Another shortcut, taken only past what holds no control character and no over-long string.

    The fast path leaves these to the text's own check, which tells that there are some, not where.
    """

    def __init__(self, inner: Shortcut) -> None:
        self._inner = inner

    def is_clean(self, target: str, value: Any, scope: Scope) -> bool:
        """Whether the value is surely clean by a definition or one of its elements."""
        return not _may_hide(value) and self._inner.is_clean(target, value, scope)

    def doubts(self, target: str, host: dict[str, Any], scope: Scope) -> tuple[Collection[str], bool]:
        """What may be unclean in an object, by an element's definition."""
        doubtful, keeps_invariants = self._inner.doubts(target, host, scope)
        hiding = [name for name in host if _may_hide(host[name])]
        return {*doubtful, *hiding}, keeps_invariants and not hiding


def _may_hide(value: Any) -> bool:
    return may_hide_in_strings(orjson.dumps(value))
