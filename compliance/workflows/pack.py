"""A check with everything that it follows from, as one archive that a third party can verify."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import ClassVar, Unpack

from compliance import __version__
from compliance.core.errors import fail
from compliance.evidence.signing import Signer, private_key
from compliance.evidence.statement import Asked, Digest, InputFile, Predicate
from compliance.inventory.formats import sheet_of
from compliance.io.bag import DATA
from compliance.io.digests import sha256_of
from compliance.io.paths import AnyPath, AnyPaths, content, display_path, is_folder, lies_at, resolved
from compliance.io.resources import bundled
from compliance.workflows.check import CheckResult, check
from compliance.workflows.inputs import Inputs, Request
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.settings import NAMES, find_config

INPUTS = f"{DATA}inputs/"


@dataclass(frozen=True, eq=False, slots=True)
class PackResult:
    """A check, and what a pack holds of it besides its reports: the files that were read, and how the verdict came about."""

    reports: ClassVar[str] = "pack"

    checked: CheckResult
    inputs: Mapping[str, bytes]
    predicate: Predicate
    signer: Signer | None
    paths: frozenset[Path]


def pack(
    fleets: AnyPaths,
    *,
    as_of: date,
    key: AnyPath | None = None,
    without_inputs: bool = False,
    **options: Unpack[InventoryOptions],
) -> PackResult:
    """Checks inventories and gathers everything that the verdict follows from, to be written as an archive (``write_report``).

    ``key`` is a private key that signs it; ``without_inputs``: only the digests of the inputs are kept. Raises
    ComplianceError where an input cannot be used.

    >>> from datetime import date
    >>> packed = pack("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22))
    >>> packed.checked.report.verdict, packed.signer
    (<Verdict.VIOLATION: 'violation'>, None)
    """
    signer = None if key is None else private_key(Path(key))
    checked = check(fleets, as_of=as_of, digests=False, **options)
    request, _ = complete(fleets, as_of, options)
    read = [*_read(request, checked.inputs, options)]
    places = _Places(read)
    predicate = Predicate(
        program={"name": "mining-compliance", "version": __version__},
        libraries=_libraries(),
        as_of=as_of,
        verdict=checked.report.verdict.value,
        asked=_asked(request, places),
        inputs=tuple(_inputs(checked.inputs, read, places, kept=not without_inputs)),
    )
    kept = {} if without_inputs else {places.name(path): content(path, display_path(path)) for path in read}
    keys = {resolved(Path(key))} if key is not None else set()
    return PackResult(checked, kept, predicate, signer, frozenset((*read, *checked.paths, *keys)))


def _read(request: Request, inputs: Inputs, options: InventoryOptions) -> Iterator[Path]:
    """Every file that the check rests on and that lies here, once: those named, beside them, and papers of the register."""
    seen: set[Path] = set()
    for path in (
        *_named(request),
        *sorted(inputs.paths),
        *_policy_files(request),
        *_papers(inputs),
        *_settings(options),
    ):
        place = resolved(path)
        if place not in seen and place.is_file():
            seen.add(place)
            yield place


def _named(request: Request) -> Iterator[Path]:
    for path in request.fleets:
        if not is_folder(path):
            yield sheet_of(path)[0]


def _policy_files(request: Request) -> Iterator[Path]:
    known = bundled("policies")
    for name in request.policies:
        if name not in known:
            yield from sorted((request.policy_base / name).rglob("*.yaml"))


def _papers(inputs: Inputs) -> Iterator[Path]:
    """The files that the register names."""
    registers = {display_path(path): path.parent for path in inputs.paths}
    for entry in inputs.tied.register.documents if inputs.tied else ():
        folder = registers[entry.register]
        names = (entry.document.file, *(line.serials_file for line in entry.document.lines))
        yield from (folder / name for name in names if name and lies_at(folder / name))


def _settings(options: InventoryOptions) -> Iterator[Path]:
    _, base = find_config(Path(options.get("settings") or Path.cwd()))
    yield from [path for name in NAMES if lies_at(path := base / name)][:1]


class _Places:
    """Where files lie in a pack: together with what lay in the same folder or below it, so that they find each other."""

    def __init__(self, paths: Sequence[Path]) -> None:
        folders = list(dict.fromkeys(path.parent for path in paths))
        tops = [folder for folder in folders if not any(other in folder.parents for other in folders)]
        self._tops = {folder: f"{INPUTS}{number}" for number, folder in enumerate(tops, 1)}

    def name(self, path: Path) -> str:
        """The name of a file or a folder in the pack."""
        place = resolved(path)
        top = next((top for top in (place, *place.parents) if top in self._tops), None)
        if top is None:
            # A folder above all that was read of it.
            inside = [name for folder, name in self._tops.items() if place in folder.parents]
            raise fail(
                "holds inventories in several folders",
                f"Name them one by one ({len(inside)}).",
                file=display_path(path),
            )
        below = place.relative_to(top).as_posix()
        return self._tops[top] if below == "." else f"{self._tops[top]}/{below}"


def _asked(request: Request, places: _Places) -> Asked:
    def names(paths: Iterable[Path]) -> tuple[str, ...]:
        return tuple(places.name(path) for path in paths)

    def fleet(path: Path) -> str:
        file, sheet = (path, "") if is_folder(path) else sheet_of(path)
        return f"{places.name(file)}#{sheet}" if sheet else places.name(file)

    known = bundled("policies")
    return Asked(
        fleets=tuple(map(fleet, request.fleets)),
        policies=tuple(name if name in known else places.name(request.policy_base / name) for name in request.policies),
        parameters={rule: dict(values) for rule, values in sorted(request.parameters.items())},
        parties=names(request.parties),
        sites=names(request.sites),
        waivers=None if request.waivers is None else names(request.waivers),
        decisions=names(request.decisions),
        documents=names(request.documents),
        installations=names(request.installations),
        mapping=None if request.mapping is None else places.name(request.mapping),
        country_codes=request.codes,
        lists={name: places.name(path) for name, path in sorted(request.lists.items())},
        max_age=request.max_age,
        clearing_decisions=request.clearing_decisions,
    )


def asked_again(asked: Asked, as_of: date, folder: Path) -> Request:
    """What was asked of a pack whose content lies in ``folder``."""
    from compliance.workflows.reference import user_reference

    def paths(names: Iterable[str]) -> tuple[Path, ...]:
        return tuple(folder / name for name in names)

    known = bundled("policies")
    return Request(
        fleets=paths(asked.fleets),
        as_of=as_of,
        policies=tuple(name if name in known else str(folder / name) for name in asked.policies),
        parameters=asked.parameters,
        parties=paths(asked.parties),
        sites=paths(asked.sites),
        waivers=None if asked.waivers is None else paths(asked.waivers),
        decisions=paths(asked.decisions),
        documents=paths(asked.documents),
        installations=paths(asked.installations),
        mapping=None if asked.mapping is None else folder / asked.mapping,
        codes=asked.country_codes,
        lists={name: folder / path for name, path in asked.lists.items()},
        max_age=asked.max_age,
        clearing_decisions=asked.clearing_decisions,
        reference=user_reference(),
    )


def _inputs(inputs: Inputs, read: Sequence[Path], places: _Places, *, kept: bool) -> Iterator[InputFile]:
    """What was read: first as the report names it, then the other files, with their digests."""
    names = {display_path(path): path for path in reversed(read)}
    told: set[Path] = set()
    for entry in inputs.read:
        path = names.get(entry.path)
        if path is not None:
            told.add(path)
        yield _input(entry.kind, entry.path, entry.sha256, path, places, kept=kept, edition=entry.edition)
    for path in read:
        if path not in told:
            yield _input("file", display_path(path), sha256_of(path), path, places, kept=kept)


def _input(
    kind: str, name: str, digest: str, path: Path | None, places: _Places, *, kept: bool, edition: str | None = None
) -> InputFile:
    place = places.name(path) if kept and path is not None else None
    return InputFile(kind=kind, path=name, digest=Digest(sha256=digest), name=place, edition=edition)


def _libraries() -> dict[str, str]:
    """The versions of the libraries that the program uses; of none where it was not installed."""
    wanted: list[str] = []
    with suppress(PackageNotFoundError):
        wanted = requires("mining-compliance") or []
    names = sorted(re.split(r"[^\w.-]", line)[0] for line in wanted if "extra ==" not in line)
    return {name: version(name) for name in names}
