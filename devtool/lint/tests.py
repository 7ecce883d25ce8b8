"""Tests say what they expect: a refusal in which words, and of each test that something holds."""

import ast

from ..paths import ROOT, TESTS

#: of these there are many, so a test names the words of the one it means
WORDED = {"UserError", "ValidationError"}
#: what a helper is called that expects something; a tour fails by itself
EXPECTING = ("assert", "_assert", "check", "_check", "start_tour", "browser_js", "raises", "refusal")


def check():
    """Return refusals expected in no words, and tests that expect nothing."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if _is_bare(node):
                yield f"{place}: say which words are expected: assertRaisesRegex({ast.unparse(node.args[0])}, ...)"
            elif _is_test(path, node) and not any(map(_expects, ast.walk(node))):
                yield f"{place}: {node.name} expects nothing: assert something, or call a helper assert_..."


def _is_bare(node):
    """Say whether a call expects one of the common refusals without its words."""
    return (
        isinstance(node, ast.Call)
        and _called(node) == "assertRaises"
        and any(getattr(name, "id", None) in WORDED for name in ast.walk(node.args[0]))
    )


def _is_test(path, node):
    return isinstance(node, ast.FunctionDef) and path.stem.startswith("test_") and node.name.startswith("test")


def _expects(node):
    return isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _called(node).startswith(EXPECTING))


def _called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
