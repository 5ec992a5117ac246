"""Every small change of a module's code that this bench knows."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """The change ``what`` at the ``node``-th node of a module, in this line."""

    module: str
    line: int
    node: int
    what: str


def mutants(root: Path, module: str) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its code; not of docstrings, types and decorators."""
    tree = ast.parse((root / module).read_text("utf-8"))
    passed = {id(inner) for node in ast.walk(tree) for part in _no_code(node) for inner in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in passed:
            for what in _changes(node):
                yield Mutant(module, getattr(node, "lineno", 0), number, what)


def _no_code(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from node.decorator_list
    if isinstance(node, ast.FunctionDef):
        yield from filter(
            None,
            (node.returns, *(argument.annotation for argument in ast.walk(node.args) if isinstance(argument, ast.arg))),
        )
    if isinstance(node, ast.AnnAssign):
        yield node.annotation
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield node
    if isinstance(node, ast.JoinedStr):  # what is said, not what is decided
        yield node


def _changes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _SWAPPED:
        yield "compare"
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _SWAPPED:
        yield "operator"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.If | ast.IfExp):
        yield "test"
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "filter"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        yield "constant"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield "call"
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "return"
    elif isinstance(node, ast.Expr | ast.AugAssign):
        yield "drop"


def applied(root: Path, mutant: Mutant) -> str:
    """The code of the module with the change."""
    tree = ast.parse((root / mutant.module).read_text("utf-8"))
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.node)
    new = _changed(node, mutant.what)
    if new is not node:
        ast.copy_location(new, node)
    return ast.unparse(ast.fix_missing_locations(_Replacing(node, new).visit(tree)))


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def _changed(node: ast.AST, what: str) -> ast.AST:
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare):
        new.ops = [_SWAPPED[type(new.ops[0])]()]  # type: ignore[list-item]
    elif isinstance(new, ast.BoolOp | ast.BinOp):
        new.op = _SWAPPED[type(new.op)]()  # type: ignore[assignment]
    elif isinstance(new, ast.UnaryOp):
        return new.operand
    elif isinstance(new, ast.If | ast.IfExp):
        new.test = ast.UnaryOp(ast.Not(), new.test)
    elif isinstance(new, ast.comprehension):
        new.ifs = new.ifs[1:]
    elif isinstance(new, ast.Constant):
        new.value = not new.value if isinstance(new.value, bool) else new.value + 1  # type: ignore[operator]
    elif isinstance(new, ast.Call):
        assert isinstance(new.func, ast.Name)
        new.func = ast.Name(_CALLS[new.func.id], ast.Load())
    elif isinstance(new, ast.Return):
        new.value = ast.Constant(None)
    else:
        return ast.Pass()
    return new
