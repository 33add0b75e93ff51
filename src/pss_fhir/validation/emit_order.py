"""The order in which generated code asks for names: the frequent ones first."""

from __future__ import annotations

_FREQUENT = (
    "reference system code display coding url extension value text start end id meta status resourceType unit profile "
    "category subject encounter type versionId lastUpdated issued effective component interpretation referenceRange low "
    "high identifier period performer actor role individual onset recordedDate clinicalStatus verificationStatus "
    "patient billablePeriod item sequence adjudication category amount currency insurance total intent authoredOn "
    "requester dosageInstruction timing repeat name family given use line city state postalCode country telecom address"
).split()
_RANK = {name: order for order, name in reversed(list(enumerate(_FREQUENT)))}


def rank(name: str) -> int:
    """Where the name stands by frequency in clinical data; names not listed keep their definition's order after."""
    return _RANK.get(name, len(_FREQUENT))
