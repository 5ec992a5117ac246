"""An evidence pack tested: digests, signature, and, where its inputs are in it, the verdicts judged again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Literal

from compliance import __version__
from compliance.core.errors import ComplianceError, fail
from compliance.core.finding import Input, Report, Verdict
from compliance.evidence.signing import PublicKey, public_key
from compliance.evidence.statement import ENVELOPE, KEY, STATEMENT, Predicate, Statement, is_signed_by, read_statement
from compliance.io.bag import DATA, opened
from compliance.io.paths import AnyPath, content, display_path, resolved
from compliance.policies.engine.assessment import assess
from compliance.workflows.inputs import Inputs, read_inputs
from compliance.workflows.pack import INPUTS, asked_again

_ADVICE = "Ask for the pack again; this one is not as it was written."
_REPORT = f"{DATA}reports/check.json"

Signed = Literal["by this key", "by its own key", "not signed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding on which the pack and today's judgement differ; None where one of them has no such finding."""

    rule: str
    because: str
    before: str | None
    after: str | None
    units_before: int = 0
    units_after: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class VerifyResult:
    """What came of a pack whose every byte is as it was written.

    ``signed`` says by whom; ``judged_again`` is False where inputs are not in it, and ``hindrance`` says what kept the
    program from it. ``changed`` are the program, rules and lists that are others than then.
    """

    reports: ClassVar[str] = "verify"

    path: Path
    predicate: Predicate
    files: int
    signed: Signed
    fingerprint: str
    judged_again: bool
    hindrance: tuple[str, ...]
    changed: tuple[str, ...]
    differences: tuple[Difference, ...]
    verdict: Verdict | None
    paths: frozenset[Path]

    @property
    def agrees(self) -> bool:
        """Whether nothing speaks against the pack."""
        return not (self.differences or self.hindrance)


def verify(pack: AnyPath, *, key: AnyPath | None = None) -> VerifyResult:
    """Tests an evidence pack; ``key`` is the public key by which it must be signed.

    Raises ComplianceError where a byte is another than it was written, and where the signature does not hold.

    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from compliance import pack, write_report
    >>> packed = pack("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22))
    >>> with TemporaryDirectory() as folder:
    ...     write_report(packed, f"{folder}/pack.zip")
    ...     tested = verify(f"{folder}/pack.zip")
    >>> tested.judged_again, tested.agrees
    (True, True)
    """
    path = Path(pack)
    name = display_path(path)
    files = opened(path)
    if STATEMENT not in files:
        raise fail("holds no statement", _ADVICE, file=name)
    statement = read_statement(files[STATEMENT], f"{name}: {STATEMENT}")
    _compare_digests(statement, files, name)
    trusted = None if key is None else public_key(content(Path(key), display_path(Path(key))), display_path(Path(key)))
    signed, signer = _signed(files, trusted, name)
    predicate = statement.predicate
    paths = frozenset(resolved(one) for one in (path, *(() if key is None else (Path(key),))))
    whole = all(entry.name for entry in predicate.inputs if not entry.path.startswith("bundled:")) and any(
        file.startswith(INPUTS) for file in files
    )
    hindrance: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    verdict = None
    if whole:
        try:
            inputs, report = _judged(predicate, files)
        except ComplianceError as error:
            hindrance = tuple(map(str, error.problems))
        else:
            verdict = report.verdict
            changed = tuple(_changed(predicate, inputs))
            differences = tuple(_differences(_findings(files, name), report))
    return VerifyResult(
        path, predicate, len(statement.subject), signed, signer.fingerprint if signer else "", verdict is not None,
        hindrance, changed, differences, verdict, paths,
    )  # fmt: skip


def _compare_digests(statement: Statement, files: Mapping[str, bytes], name: str) -> None:
    from hashlib import sha256

    attested = {subject.name: subject.digest.sha256 for subject in statement.subject}
    there = {file: sha256(data).hexdigest() for file, data in files.items() if file.startswith(DATA)}
    for file in sorted(attested.keys() | there.keys()):
        if attested.get(file) != there.get(file):
            raise fail(f"{file!r} is missing, or is not what the statement says", _ADVICE, file=name)
    for entry in statement.predicate.inputs:
        if entry.name is not None and attested.get(entry.name) != entry.digest.sha256:
            raise fail(f"{entry.name!r} is not the file that was read", _ADVICE, file=name)


def _signed(files: Mapping[str, bytes], trusted: PublicKey | None, name: str) -> tuple[Signed, PublicKey | None]:
    """By whom the statement is signed. Raises ComplianceError where it is not as it should be."""
    if ENVELOPE not in files:
        if trusted:
            raise fail("is not signed", "Ask for a pack that is signed with this key.", file=name)
        return "not signed", None
    own = public_key(files.get(KEY, b""), f"{name}: {KEY}")
    signer = trusted or own
    if not is_signed_by(signer, files[ENVELOPE], files[STATEMENT], f"{name}: {ENVELOPE}"):
        raise fail(f"the key {signer.fingerprint} has not signed it", _ADVICE, file=name)
    return ("by this key" if trusted else "by its own key"), signer


def _judged(predicate: Predicate, files: Mapping[str, bytes]) -> tuple[Inputs, Report]:
    """The inputs of the pack, judged by the rules and lists that are here now. Raises ComplianceError."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, data in files.items():
            if name.startswith(INPUTS):
                place = folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        inputs = read_inputs(asked_again(predicate.asked, predicate.as_of, folder))
        return inputs, assess(inputs.policies, inputs.facts, inputs.waivers).report


def _changed(predicate: Predicate, inputs: Inputs) -> Iterator[str]:
    """What the judgement rests on and is another than then."""
    if (then := predicate.program.get("version", "")) != __version__:
        yield f"the program was of version {then} and is of version {__version__}"
    here: dict[tuple[str, str], Input] = {(entry.kind, entry.path): entry for entry in inputs.read}
    for entry in predicate.inputs:
        now = here.get((entry.kind, entry.path))
        if entry.path.startswith("bundled:") and now and now.sha256 != entry.digest.sha256:
            edition = f", edition {entry.edition}, now {now.edition}" if entry.edition != now.edition else ""
            yield f"{entry.kind} {entry.path.removeprefix('bundled:')} has changed{edition}"
        elif entry.path.startswith("bundled:") and not now:
            yield f"{entry.kind} {entry.path.removeprefix('bundled:')} was asked and is not any more"


def _findings(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    try:
        findings: list[dict[str, Any]] = json.loads(files[_REPORT])["findings"]
        for finding in findings:
            finding["rule"], finding["fingerprint"], finding["verdict"], finding["units"], finding["because"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise fail("holds no report that can be read", _ADVICE, file=name) from None
    return findings


def _differences(then: list[dict[str, Any]], report: Report) -> Iterator[Difference]:
    """Findings, by their fingerprints, with another verdict or on other units than then."""
    before = {finding["fingerprint"]: finding for finding in then}
    after = {finding.fingerprint: finding for finding in report.findings if finding.verdict.is_finding}
    for fingerprint, finding in before.items():
        now = after.get(fingerprint)
        if now is None or (now.verdict.value, now.units) != (finding["verdict"], finding["units"]):
            yield Difference(
                finding["rule"], finding["because"], finding["verdict"], now.verdict.value if now else None,
                finding["units"], now.units if now else 0,
            )  # fmt: skip
    for fingerprint, found in after.items():
        if fingerprint not in before:
            yield Difference(found.rule, found.because, None, found.verdict.value, 0, found.units)
