"""Making the services of a process from the agency file, the store and the environment."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from pss_fhir.client import RetryPolicy
from pss_fhir.clock import Clock
from pss_fhir.compliance import load_policies
from pss_fhir.errors import InputError, UsageError
from pss_fhir.issues import message_for
from pss_fhir.outbox import Outbox, load_profile, profile_names
from pss_fhir.smart import PrivateKeyJwt, public_key_set
from pss_fhir.store import Store
from pss_fhir.validation import Validator
from pss_fhir.wire import Transport
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.build_record import builder
from pss_fhir.workflows.import_staff import import_staff
from pss_fhir.workflows.services import Services

_SHORTEST_KEY = 32
_LOG = logging.getLogger(__name__)


def start_services(
    agency: Agency,
    *,
    store_url: str,
    encryption_keys: Sequence[bytes],
    environment: Mapping[str, str],
    transport: Transport,
    clock: Clock,
    retry: RetryPolicy | None = None,
) -> Services:
    """The services of one process; opens the database and reads every key, rule and staff record.

    What is wrong in the staff folder is logged by file and line; its good rows are taken.

    Args:
        agency: what ``agency.toml`` says.
        store_url: ``sqlite:////path/to/file.db`` or ``postgresql://user@host/name``.
        encryption_keys: the key that seals, then older ones that still open; 32 bytes or more each.
        environment: where client secrets are, by the names that the agency file gives.
        transport: carries every request to an EHR.
        clock: gives the present moment.
        retry: how patient the app is with an EHR; the client's own patience if None.

    Raises:
        UsageError: an encryption key is too short, or a site names a profile that there is not.
        InputError: a client secret or a private key is not there or cannot be used.
        RuleDataError: a rule file is broken.
        StoreError: the database cannot be used.
    """
    if not encryption_keys or any(len(key) < _SHORTEST_KEY for key in encryption_keys):
        code = "agency.encryption-key-short"
        raise UsageError(message_for(code, shortest=_SHORTEST_KEY), code=code)
    secrets = {site.name: _secret(site, environment) for site in agency.sites if site.secret_env}
    keys = {site.name: _private_key(site) for site in agency.sites if site.auth == "private-key"}
    profiles = {name: load_profile(name) for name in profile_names()}
    for site in agency.sites:
        load_profile(site.profile)
    store = Store.open(
        store_url,
        key=encryption_keys[0],
        older_keys=encryption_keys[1:],
        clock=clock,
        draft_life=timedelta(days=agency.draft_days),
    )
    if agency.staff_folder is not None:
        for issue in import_staff(store, agency.staff_folder).issues:
            _LOG.warning(
                "staff folder: %s, line %s: %s [%s]", issue.file, issue.line, issue.message, issue.code
            )
    return Services(
        agency=agency,
        store=store,
        transport=transport,
        clock=clock,
        policies=load_policies(agency.policies),
        validator=Validator(),
        outbox=Outbox(store, builder(agency, store), clock=clock),
        profiles=profiles,
        keys=keys,
        secrets=secrets,
        retry=retry or RetryPolicy(),
    )


def _secret(site: Site, environment: Mapping[str, str]) -> str:
    variable = site.secret_env or ""
    secret = environment.get(variable, "")
    if not secret:
        code = "agency.secret-missing"
        raise InputError(message_for(code, variable=variable, site=site.name), code=code)
    return secret


def _private_key(site: Site) -> bytes:
    code = "agency.key-unreadable"
    try:
        pem = site.private_key_file.read_bytes() if site.private_key_file else b""
        public_key_set(PrivateKeyJwt(pem, key_id=site.key_id or ""))
    except OSError as failed:
        reason = failed.strerror or "the file cannot be opened"
        raise InputError(message_for(code, site=site.name, reason=reason), code=code) from failed
    except UsageError as failed:
        words = message_for(code, site=site.name, reason="it is no key that fits")
        raise InputError(words, code=code) from failed
    return pem
