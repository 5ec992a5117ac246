"""Signatures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from compliance.core.errors import ComplianceError
from compliance.evidence.signing import private_key, public_key

ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RSA = rsa.generate_private_key(65537, 2048)


def written(folder: Path, key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
            form: PrivateFormat = PrivateFormat.OpenSSH, phrase: bytes = b"") -> Path:  # fmt: skip
    encryption = BestAvailableEncryption(phrase) if phrase else NoEncryption()
    (folder / "key").write_bytes(key.private_bytes(Encoding.PEM, form, encryption))
    return folder / "key"


@pytest.mark.parametrize("key", [ED25519, RSA], ids=["ed25519", "rsa"])
@pytest.mark.parametrize("form", [PrivateFormat.OpenSSH, PrivateFormat.PKCS8], ids=["openssh", "pem"])
def test_a_signature_holds_for_its_message_only(
    tmp_path: Path, key: ed25519.Ed25519PrivateKey, form: PrivateFormat
) -> None:
    signer = private_key(written(tmp_path, key, form))
    signature = signer.sign(b"message")
    assert signer.sign(b"message") == signature
    public = public_key(signer.public.text, "signer.pub")
    assert public.holds(signature, b"message")
    assert not public.holds(signature, b"another")
    assert public.fingerprint == signer.public.fingerprint
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert public_key(pem, "key.pem").fingerprint == public.fingerprint


def test_the_fingerprint_is_that_of_ssh_keygen(tmp_path: Path) -> None:
    fingerprint = private_key(written(tmp_path, ED25519)).public.fingerprint
    assert fingerprint.startswith("SHA256:")
    assert len(fingerprint) == 50


def test_what_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="is protected by a passphrase"):
        private_key(written(tmp_path, ED25519, PrivateFormat.PKCS8, b"secret"))
    with pytest.raises(ComplianceError, match="holds a key of another kind"):
        private_key(written(tmp_path, ec.generate_private_key(ec.SECP256R1())))
    (tmp_path / "key").write_text("no key", "utf-8")
    with pytest.raises(ComplianceError, match="holds no private key that can be read"):
        private_key(tmp_path / "key")
    with pytest.raises(ComplianceError, match="holds no public key that can be read"):
        public_key(b"no key", "key.pub")
    other = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    with pytest.raises(ComplianceError, match="holds a key of another kind"):
        public_key(other, "key.pub")


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(ComplianceError, match=r"pip install 'mining-compliance\[pack\]'"):
        private_key(tmp_path / "key")
