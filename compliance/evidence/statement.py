"""What an evidence pack attests: an in-toto statement (v1), which a key may sign in a DSSE envelope."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field

from compliance.core.errors import fail
from compliance.core.located import ParsedFile
from compliance.core.record import Record, validate
from compliance.evidence.signing import PublicKey, Signer

StatementType = Literal["https://in-toto.io/Statement/v1"]
PredicateType = Literal["https://example.github.io/mining-compliance/evidence-pack/v1"]
PayloadType = Literal["application/vnd.in-toto+json"]
STATEMENT, ENVELOPE, KEY = "statement.json", "statement.dsse.json", "signer.pub"
"""The files of a pack beside its content."""
PAYLOAD_TYPE: PayloadType = "application/vnd.in-toto+json"
_ADVICE = "Ask for the pack again; this one is not as it was written."


class Digest(Record):
    """The digest of a file."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Subject(Record):
    """A file of the pack."""

    name: str
    digest: Digest


class InputFile(Record):
    """A file that was read: what it is, where it lies in the pack (None: only its digest is there), how reports call it."""

    kind: str
    path: str
    digest: Digest
    name: str | None = None
    edition: str | None = None


class Asked(Record):
    """What was asked: paths are those in the pack, policies ids or folders in it."""

    fleets: tuple[str, ...]
    policies: tuple[str, ...]
    parameters: dict[str, dict[str, Any]] = {}
    parties: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    waivers: tuple[str, ...] | None = ()
    decisions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    installations: tuple[str, ...] = ()
    mapping: str | None = None
    country_codes: Literal["iso", "fips"] | None = None
    lists: dict[str, str] = {}
    max_age: int | None = None
    clearing_decisions: bool = True


class Predicate(Record):
    """How the verdict came about: by which program, libraries, rules and lists, from which files, on which day."""

    program: dict[str, str]
    libraries: dict[str, str]
    as_of: date
    verdict: str
    asked: Asked
    inputs: tuple[InputFile, ...]


class Statement(Record):
    """An in-toto statement about the files of a pack."""

    type_: Annotated[StatementType, Field(alias="_type")] = "https://in-toto.io/Statement/v1"
    subject: tuple[Subject, ...]
    predicate_type: Annotated[PredicateType, Field(alias="predicateType")] = (
        "https://example.github.io/mining-compliance/evidence-pack/v1"
    )
    predicate: Predicate


class Signature(Record):
    """A signature, and the fingerprint of the key."""

    keyid: str
    sig: str


class Envelope(Record):
    """A DSSE envelope."""

    payload_type: Annotated[PayloadType, Field(alias="payloadType")] = PAYLOAD_TYPE
    payload: str
    signatures: tuple[Signature, ...]


def statement(files: Mapping[str, bytes], predicate: Predicate) -> bytes:
    """The statement about these files, as JSON; the same files give the same bytes."""
    subjects = tuple(
        Subject(name=name, digest=Digest(sha256=sha256(data).hexdigest())) for name, data in sorted(files.items())
    )
    return _json(Statement(subject=subjects, predicate=predicate))


def enveloped(payload: bytes, signer: Signer) -> bytes:
    """The statement in an envelope that the key has signed, as JSON."""
    signature = Signature(keyid=signer.public.fingerprint, sig=_text(signer.sign(signed(payload))))
    return _json(Envelope(payload=_text(payload), signatures=(signature,)))


def signed(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """What is signed: type and payload with their lengths (DSSE's PAE), so that neither can be taken for another."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def read_statement(raw: bytes, name: str) -> Statement:
    """The statement of a pack. Raises ComplianceError."""
    return validate(Statement, _parsed(raw, name), advice=_ADVICE)


def is_signed_by(key: PublicKey, raw: bytes, payload: bytes, name: str) -> bool:
    """Whether an envelope holds this payload and the key has signed it. Raises ComplianceError for what is no envelope."""
    envelope = validate(Envelope, _parsed(raw, name), advice=_ADVICE)
    try:
        signatures = [b64decode(signature.sig, validate=True) for signature in envelope.signatures]
        held = b64decode(envelope.payload, validate=True)
    except NoBase64:
        raise fail("is no envelope: what it holds is not base64", _ADVICE, file=name) from None
    return held == payload and any(key.holds(signature, signed(payload)) for signature in signatures)


def _parsed(raw: bytes, name: str) -> ParsedFile:
    try:
        return ParsedFile(name, json.loads(raw))
    except (ValueError, RecursionError):
        raise fail("is no JSON", _ADVICE, file=name) from None


def _json(record: Record) -> bytes:
    data = record.model_dump(mode="json", by_alias=True)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _text(data: bytes) -> str:
    return b64encode(data).decode()
