"""What the agency registered at one EHR: who the app is there, and how it proves that."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PublicClient:
    """No proof: the client id alone. For installations that cannot keep a secret."""


@dataclass(frozen=True, slots=True)
class SecretBasic:
    """A shared secret in an HTTP Basic header (SMART App Launch 2.2.0, client-confidential-symmetric)."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrivateKeyJwt:
    """A signature with a key that never leaves the app (client-confidential-asymmetric).

    Attributes:
        key: the private key as PEM: RSA of 2048 bits or more signs with RS384, P-384 with ES384.
        key_id: the key's id (``kid``) in the key set that was registered.
    """

    key: bytes = field(repr=False)
    key_id: str


ClientAuth = PublicClient | SecretBasic | PrivateKeyJwt


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration.

    Attributes:
        client_id: as the EHR gave it out.
        redirect_uri: exactly as registered.
        scopes: what the app may ask for, in the v2 form (``user/Goal.rs``). ``launch`` is left to the
            kind of launch.
        auth: how the app authenticates at the token endpoint.
    """

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    auth: ClientAuth
