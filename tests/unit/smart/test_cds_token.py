from __future__ import annotations

import base64
import json
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from pss_fhir.clock import FixedClock
from pss_fhir.errors import CdsTokenInvalid, DiscoveryError
from pss_fhir.smart import CdsTokens, SigningKeys
from tests.wire.fake_ehr import EC384_KEY, EC_KEY, ISSUER, RSA_KEY, STRANGER, FakeEhr

CALLER = "https://ehr.example"
JWKS_URL = f"{ISSUER}/jwks"
AUDIENCE = "https://app.example/cds-services/pss-patient-view"
SPEC = "CDS Hooks 2.0"
TRUST = "Trusting CDS Clients"


def make_tokens(clock: FixedClock, ehr: FakeEhr | None = None) -> CdsTokens:
    transport = ehr or FakeEhr(clock, keys=[RSA_KEY, EC_KEY, EC384_KEY])
    return CdsTokens(SigningKeys(transport, clock=clock), memory=Memory(), clock=clock)


class Memory:
    """Remembers which tokens were used, as the store does for all processes."""

    def __init__(self) -> None:
        self.used: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def use_up(self, iss: str, token_id: str, *, until: datetime) -> bool:
        with self._lock:
            if (iss, token_id) in self.used:
                return False
            self.used[iss, token_id] = until
            return True


def sign(
    clock: FixedClock,
    *,
    key: RSAKey | ECKey | OctKey = EC384_KEY,
    alg: str = "ES384",
    header: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """A right token; a change to None takes the entry out."""
    now = int(clock.now().timestamp())
    said = {"iss": CALLER, "aud": AUDIENCE, "iat": now, "exp": now + 300, "jti": "one", **claims}
    head = {"alg": alg, "typ": "JWT", "kid": key.kid, "jku": JWKS_URL, **(header or {})}
    return jws.serialize_compact(
        {name: value for name, value in head.items() if value is not None},
        json.dumps({name: value for name, value in said.items() if value is not None}),
        key,
        algorithms=[alg],
    )


def caller_of(token: str | None, tokens: CdsTokens) -> str:
    header = None if token is None else f"Bearer {token}"
    return tokens.caller(header, callers={CALLER: JWKS_URL}, audiences=[AUDIENCE])


def refusal_of(token: str | None, tokens: CdsTokens) -> CdsTokenInvalid:
    with pytest.raises(CdsTokenInvalid) as refused:
        caller_of(token, tokens)
    return refused.value


@pytest.mark.parametrize(
    ("key", "alg"), [(EC384_KEY, "ES384"), (RSA_KEY, "RS384"), (EC_KEY, "ES256"), (RSA_KEY, "RS256")]
)
@pytest.mark.requirement(SPEC, f"{TRUST}: ES384 or RS384")
def test_token_of_an_allowed_caller_names_it(key: RSAKey | ECKey, alg: str, clock: FixedClock) -> None:
    assert caller_of(sign(clock, key=key, alg=alg), make_tokens(clock)) == CALLER


@pytest.mark.requirement(SPEC, f"{TRUST}: aud")
def test_audience_among_several_is_taken(clock: FixedClock) -> None:
    token = sign(clock, aud=["https://other.example", AUDIENCE])
    assert caller_of(token, make_tokens(clock)) == CALLER


def test_token_without_jku_is_checked_with_the_keys_of_the_agency_file(clock: FixedClock) -> None:
    assert caller_of(sign(clock, header={"jku": None}), make_tokens(clock)) == CALLER


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi"])
@pytest.mark.requirement(SPEC, f"{TRUST}: Authorization: Bearer")
def test_call_without_bearer_token_is_refused(header: str | None, clock: FixedClock) -> None:
    with pytest.raises(CdsTokenInvalid) as refused:
        make_tokens(clock).caller(header, callers={CALLER: JWKS_URL}, audiences=[AUDIENCE])
    assert refused.value.code == "cds.token-missing"


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "é.é.é", "e30.W10.x"])
def test_what_is_no_token_is_refused(token: str, clock: FixedClock) -> None:
    assert refusal_of(token, make_tokens(clock)).code in {"cds.token-unreadable", "cds.token-algorithm"}


def test_unsigned_token_is_refused(clock: FixedClock) -> None:
    _, body, _ = sign(clock).split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT","kid":"ec-384"}').decode().rstrip("=")
    assert refusal_of(f"{none}.{body}.", make_tokens(clock)).code == "cds.token-algorithm"


def test_token_signed_with_a_shared_secret_is_refused(clock: FixedClock) -> None:
    secret = OctKey.import_key("a secret that caller and app share, long enough", {"kid": "rsa-1"})
    assert refusal_of(sign(clock, key=secret, alg="HS256"), make_tokens(clock)).code == "cds.token-algorithm"


@pytest.mark.parametrize("iss", [None, "https://evil.example", f"{CALLER}/", 7, ["https://ehr.example"]])
@pytest.mark.requirement(SPEC, f"{TRUST}: iss on the allow-list")
def test_token_of_another_issuer_is_refused_before_any_key_is_fetched(iss: Any, clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    assert refusal_of(sign(clock, iss=iss), make_tokens(clock, ehr)).code == "cds.issuer-not-allowed"
    assert ehr.requests == []


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("jku", "https://evil.example/jwks"),
        ("jku", f"{JWKS_URL}/"),
        ("jku", 7),
        ("kid", None),
        ("kid", ""),
        ("typ", None),
        ("typ", "at+jwt"),
    ],
)
@pytest.mark.requirement(SPEC, f"{TRUST}: typ, kid and jku")
def test_token_with_another_header_is_refused(entry: str, value: Any, clock: FixedClock) -> None:
    ehr = FakeEhr(clock)
    refused = refusal_of(_with_header(sign(clock), **{entry: value}), make_tokens(clock, ehr))
    assert refused.code in {"cds.token-header", "cds.token-unreadable"}
    assert "evil" not in str(refused)
    assert ehr.requests == []


def _with_header(token: str, **entries: Any) -> str:
    """The token with another header; its signature no longer fits, which must not be what is noticed."""
    raw, body, signature = token.split(".")
    head = json.loads(base64.urlsafe_b64decode(raw + "=="))
    changed = {name: value for name, value in {**head, **entries}.items() if value is not None}
    made = base64.urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
    return f"{made}.{body}.{signature}"


def test_token_of_a_stranger_with_a_known_key_id_is_refused(clock: FixedClock) -> None:
    token = sign(clock, key=STRANGER, alg="RS384")
    assert refusal_of(token, make_tokens(clock)).code == "cds.token-signature"


def test_token_whose_claims_were_changed_is_refused(clock: FixedClock) -> None:
    head, _, signature = sign(clock).split(".")
    body = sign(clock, jti="two").split(".")[1]
    assert refusal_of(f"{head}.{body}.{signature}", make_tokens(clock)).code == "cds.token-signature"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", None),
        ("aud", "https://app.example/cds-services/pss-order-sign"),
        ("aud", []),
        ("aud", 7),
        ("aud", {"https://app.example": 1}),
        ("aud", [[AUDIENCE]]),
        ("exp", None),
        ("exp", "soon"),
        ("exp", float("nan")),
        ("exp", float("inf")),
        ("exp", [1]),
        ("iat", "now"),
        ("iat", None),
        ("jti", None),
        ("jti", ""),
        ("jti", 7),
    ],
)
@pytest.mark.requirement(SPEC, f"{TRUST}: iss, aud, exp, iat and jti")
def test_token_with_a_wrong_claim_is_refused(claim: str, value: Any, clock: FixedClock) -> None:
    refused = refusal_of(sign(clock, **{claim: value}), make_tokens(clock))
    assert refused.code == "cds.token-claim"
    assert f"'{claim}'" in refused.message


@pytest.mark.parametrize(("seconds_past", "is_taken"), [(59, True), (61, False)])
@pytest.mark.requirement(SPEC, f"{TRUST}: exp")
def test_token_past_its_end_counts_for_a_minute_of_difference_between_clocks(
    seconds_past: int, is_taken: bool, clock: FixedClock
) -> None:
    token = sign(clock, exp=int(clock.now().timestamp()) - seconds_past)
    if is_taken:
        assert caller_of(token, make_tokens(clock)) == CALLER
    else:
        assert "'exp'" in refusal_of(token, make_tokens(clock)).message


@pytest.mark.parametrize(("seconds", "is_taken"), [(360, True), (361, False)])
@pytest.mark.requirement(SPEC, f"{TRUST}: exp at most five minutes ahead")
def test_token_that_lives_too_long_is_refused(seconds: int, is_taken: bool, clock: FixedClock) -> None:
    token = sign(clock, exp=int(clock.now().timestamp()) + seconds)
    if is_taken:
        assert caller_of(token, make_tokens(clock)) == CALLER
    else:
        assert refusal_of(token, make_tokens(clock)).code == "cds.token-too-long"


def test_token_made_in_the_future_is_refused(clock: FixedClock) -> None:
    token = sign(clock, iat=int(clock.now().timestamp()) + 120)
    assert "'iat'" in refusal_of(token, make_tokens(clock)).message


@pytest.mark.requirement(SPEC, f"{TRUST}: jti used once")
def test_token_counts_once_as_long_as_it_lives(clock: FixedClock) -> None:
    tokens, token = make_tokens(clock), sign(clock)
    caller_of(token, tokens)
    assert refusal_of(token, tokens).code == "cds.token-replayed"
    clock.advance(timedelta(seconds=359))
    assert refusal_of(token, tokens).code == "cds.token-replayed"
    clock.advance(timedelta(seconds=1))
    assert refusal_of(token, tokens).code == "cds.token-claim"


def test_another_token_with_a_used_jti_is_refused(clock: FixedClock) -> None:
    tokens = make_tokens(clock)
    caller_of(sign(clock), tokens)
    assert refusal_of(sign(clock, key=RSA_KEY, alg="RS384"), tokens).code == "cds.token-replayed"


def test_token_that_was_refused_is_not_used_up(clock: FixedClock) -> None:
    tokens = make_tokens(clock)
    refusal_of(sign(clock, aud="https://other.example"), tokens)
    assert caller_of(sign(clock), tokens) == CALLER


def test_token_sent_by_many_at_once_counts_once(clock: FixedClock) -> None:
    tokens, token = make_tokens(clock), sign(clock)
    taken: list[str] = []

    def send() -> None:
        try:
            taken.append(caller_of(token, tokens))
        except CdsTokenInvalid as refused:
            assert refused.code == "cds.token-replayed"  # noqa: PT017 - seven of eight threads come here

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [CALLER]


def test_keys_are_kept_and_unknown_ones_looked_for_once_a_minute(clock: FixedClock) -> None:
    ehr = FakeEhr(clock, keys=[RSA_KEY])
    tokens = make_tokens(clock, ehr)
    caller_of(sign(clock, key=RSA_KEY, alg="RS384"), tokens)
    for count in range(5):
        refusal_of(sign(clock, jti=f"try-{count}"), tokens)
    assert len(ehr.requests) == 1

    ehr.keys.append(EC384_KEY)
    clock.advance(timedelta(seconds=60))

    assert caller_of(sign(clock, jti="after the change"), tokens) == CALLER
    assert len(ehr.requests) == 2


def test_keys_that_cannot_be_read_are_the_callers_fault_of_the_moment(clock: FixedClock) -> None:
    tokens = CdsTokens(SigningKeys(FakeEhr(clock), clock=clock), memory=Memory(), clock=clock)
    with pytest.raises(DiscoveryError) as failed:
        tokens.caller(
            f"Bearer {sign(clock, header={'jku': None})}",
            callers={CALLER: "https://ehr.example/nowhere"},
            audiences=[AUDIENCE],
        )
    assert failed.value.code == "smart.keys-unreadable"


def test_refusals_say_nothing_of_what_the_token_says(clock: FixedClock) -> None:
    sentinel = "HTEST-SENTINEL"
    for token in (
        sign(clock, iss=sentinel),
        sign(clock, aud=sentinel),
        sign(clock, exp=sentinel),
        sign(clock, header={"kid": sentinel}),
        sentinel,
    ):
        assert sentinel not in str(refusal_of(token, make_tokens(clock)))


def test_maker_of_tokens_makes_what_a_jwt_library_reads(clock: FixedClock) -> None:
    """The refusals above are no work of the test's own maker."""
    assert jwt.decode(sign(clock), EC384_KEY, algorithms=["ES384"]).claims["iss"] == CALLER
