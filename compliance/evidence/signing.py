"""Signatures with a key of the user's own: Ed25519 or RSA, as OpenSSH or PEM writes it. The same key and text give the same bytes."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.core.errors import fail
from compliance.io.paths import content, display_path

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

MAX_BYTES = 64 * 1024
"""Bytes of a file that holds a key."""
_NO_KEY = "Give an Ed25519 or RSA key, as OpenSSH or PEM writes it: ssh-keygen -t ed25519 -f KEY"


@dataclass(frozen=True, eq=False, slots=True)
class Signer:
    """A private key that signs."""

    key: Ed25519PrivateKey | RSAPrivateKey

    def sign(self, message: bytes) -> bytes:
        """The signature."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(message, padding.PKCS1v15(), hashes.SHA512())
        return self.key.sign(message)

    @property
    def public(self) -> PublicKey:
        """The key that tests its signatures."""
        return PublicKey(self.key.public_key())


@dataclass(frozen=True, eq=False, slots=True)
class PublicKey:
    """A key that tests signatures."""

    key: Ed25519PublicKey | RSAPublicKey

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether the owner of the key signed the message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        try:
            if isinstance(self.key, rsa.RSAPublicKey):
                self.key.verify(signature, message, padding.PKCS1v15(), hashes.SHA512())
            else:
                self.key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @property
    def text(self) -> bytes:
        """The key as OpenSSH writes it, without a comment."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self.key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n"

    @property
    def fingerprint(self) -> str:
        """What ``ssh-keygen -l`` calls the key."""
        from base64 import b64decode

        return f"SHA256:{b64encode(sha256(b64decode(self.text.split()[1])).digest()).decode().rstrip('=')}"


def private_key(path: Path) -> Signer:
    """The private key in a file. Raises ComplianceError for what is none, or is protected by a passphrase."""
    _needs_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    name = display_path(path)
    raw = content(path, name, most=MAX_BYTES)
    try:
        load = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in raw else load_pem_private_key
        key = load(raw, None)
    except TypeError:
        advice = "Write a copy without one (ssh-keygen -p -f COPY), sign, and delete it."
        raise fail("is protected by a passphrase", advice, file=name) from None
    except (ValueError, UnsupportedAlgorithm):
        raise fail("holds no private key that can be read", _NO_KEY, file=name) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise fail("holds a key of another kind", _NO_KEY, file=name)
    return Signer(key)


def public_key(raw: bytes, name: str) -> PublicKey:
    """The public key in the content of a file called ``name``. Raises ComplianceError for what is none."""
    _needs_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_public_key, load_ssh_public_key

    try:
        load = load_pem_public_key if raw.startswith(b"-----") else load_ssh_public_key
        key = load(raw.strip())
    except (ValueError, UnsupportedAlgorithm):
        raise fail("holds no public key that can be read", _NO_KEY, file=name) from None
    if not isinstance(key, ed25519.Ed25519PublicKey | rsa.RSAPublicKey):
        raise fail("holds a key of another kind", _NO_KEY, file=name)
    return PublicKey(key)


def _needs_cryptography() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise fail(
            "signatures need the library cryptography", "Install it: pip install 'mining-compliance[pack]'."
        ) from None
