"""The resource server's gate in front of sekmet: checks the token and its scopes, then passes on.

It proves nothing about 401 and 403 of a foreign server, and it does not enforce the patient
compartment. Two faults can be ordered at ``/_test/fault``: ``expire-tokens`` (every token seen so
far is refused from now on) and ``lose-answer`` (the next write is carried out, then the connection
is cut in the middle of the answer).

Environment: AUTH_SERVER, RESOURCE_SERVER (this gate's FHIR base), UPSTREAM, UPSTREAM_TOKEN.
"""

import os
import re

import httpx
import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

AUTH_SERVER = os.environ["AUTH_SERVER"]
RESOURCE_SERVER = os.environ["RESOURCE_SERVER"]
UPSTREAM = os.environ["UPSTREAM"]
UPSTREAM_TOKEN = os.environ["UPSTREAM_TOKEN"]

HOP_BY_HOP = {"connection", "content-encoding", "content-length", "date", "server", "transfer-encoding"}
SCOPE = re.compile(r"^(?:patient|user|system)/(\*|[A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)(?:\?.*)?$")
V1_LETTERS = {"read": "rs", "write": "cud", "*": "cruds"}
LETTER_OF = {"PUT": "u", "PATCH": "u", "DELETE": "d"}

upstream = httpx.AsyncClient(timeout=60)
keys = jwt.PyJWKClient(f"{AUTH_SERVER}/jwks")
order = {"lose_answers": 0, "requests": []}
tokens = {"seen": set(), "expired": set()}


def outcome(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> JSONResponse:
    issue = {"severity": "error", "code": code, "diagnostics": text}
    body = {"resourceType": "OperationOutcome", "issue": [issue]}
    return JSONResponse(body, status, headers=headers, media_type="application/fhir+json")


async def smart_configuration(request: Request) -> JSONResponse:
    return JSONResponse(
        {
            "issuer": AUTH_SERVER,
            "jwks_uri": f"{AUTH_SERVER}/jwks",
            "authorization_endpoint": f"{AUTH_SERVER}/auth",
            "token_endpoint": f"{AUTH_SERVER}/token",
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["ES384", "RS384"],
            "authorization_response_iss_parameter_supported": True,
            "capabilities": [
                "launch-ehr", "launch-standalone", "client-public", "client-confidential-symmetric",
                "client-confidential-asymmetric", "sso-openid-connect", "context-ehr-patient",
                "context-ehr-encounter", "context-standalone-patient", "permission-offline",
                "permission-patient", "permission-user", "permission-v2",
            ],
        }
    )  # fmt: skip


async def faults(request: Request) -> JSONResponse:
    asked = await request.json()
    if asked["name"] == "expire-tokens":
        tokens["expired"] |= tokens["seen"]
    elif asked["name"] == "lose-answer":
        order["lose_answers"] = asked.get("times", 1)
    return JSONResponse({})


async def requests_seen(request: Request) -> JSONResponse:
    seen, order["requests"] = order["requests"], []
    return JSONResponse(seen)


def needed_letter(request: Request, path: str) -> str:
    if request.method == "GET":
        return "r" if "/" in path else "s"
    if request.method == "POST":
        return "s" if path.endswith("_search") else "c"
    return LETTER_OF[request.method]


def grants(scopes: str, resource_type: str, letter: str) -> bool:
    for scope in scopes.split():
        match = SCOPE.match(scope)
        if match and match[1] in ("*", resource_type) and letter in V1_LETTERS.get(match[2], match[2]):
            return True
    return False


def refusal(request: Request, path: str) -> JSONResponse | None:
    header = request.headers.get("authorization", "")
    if not header.startswith("Bearer "):
        return outcome(401, "login", "no token", {"WWW-Authenticate": "Bearer"})
    token = header[7:]
    try:
        key = keys.get_signing_key_from_jwt(token).key
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=RESOURCE_SERVER, issuer=AUTH_SERVER)
    except jwt.PyJWTError:
        return outcome(401, "login", "bad token", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if token in tokens["expired"]:
        return outcome(401, "expired", "old token", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    tokens["seen"].add(token)
    letter = needed_letter(request, path)
    if not grants(claims.get("scope", ""), path.split("/")[0], letter):
        return outcome(403, "forbidden", f"no scope for {path.split('/')[0]}.{letter}")
    return None


async def cut_short():
    yield b'{"resourceType":'
    raise ConnectionAbortedError("ordered by the test")


async def pass_on(request: Request) -> Response:
    path = request.path_params.get("path", "").strip("/")
    order["requests"].append(f"{request.method} {path}")
    if path != "metadata" and (refused := refusal(request, path)):
        return refused
    dropped = {"accept-encoding", "authorization", "content-length", "host"}
    headers = {name: value for name, value in request.headers.items() if name not in dropped}
    answer = await upstream.request(
        request.method,
        f"{UPSTREAM}/{path}",
        params=request.query_params.multi_items(),
        content=await request.body(),
        headers={**headers, "authorization": f"Bearer {UPSTREAM_TOKEN}"},
    )
    if request.method == "POST" and order["lose_answers"]:
        order["lose_answers"] -= 1
        return StreamingResponse(cut_short(), answer.status_code, {"content-length": "4096"})
    kept = {name: value for name, value in answer.headers.items() if name not in HOP_BY_HOP}
    return Response(answer.content, answer.status_code, kept)


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
app = Starlette(
    routes=[
        Route("/_test/fault", faults, methods=["POST"]),
        Route("/_test/requests", requests_seen),
        Route("/fhir/.well-known/smart-configuration", smart_configuration),
        Route("/fhir", pass_on, methods=METHODS),
        Route("/fhir/{path:path}", pass_on, methods=METHODS),
    ]
)
