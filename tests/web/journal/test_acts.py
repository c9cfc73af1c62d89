"""Every code that is recorded anywhere has its sentence, in French and in English."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import translation

from sceau.web.acts import KINDS, SENTENCES

SOURCE = Path(__file__).parents[3] / "src" / "sceau"
WRITERS = {"record", "Deed", "signatory.note"}


def functions() -> list[tuple[str, ast.FunctionDef, ast.Module]]:
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [
            (str(file.relative_to(SOURCE)), node, tree) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        ]
    return found


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def code_of(call: ast.Call) -> ast.expr | None:
    return next(
        (keyword.value for keyword in call.keywords if keyword.arg == "code"), call.args[0] if call.args else None
    )


def recorded() -> dict[str, str]:
    """Every code that a call of the source records, as a pattern, with a file where it does.

    A function that hands its first parameter, or its `code`, on as a code is a writer too; its callers are then asked.
    """
    here = functions()
    writers = {("", name) for name in WRITERS}
    while True:
        patterns: dict[str, str] = {}
        more = set()
        for file, function, tree in here:
            handed = {each.arg for each in function.args.args[:1]} | {
                each.arg for each in function.args.kwonlyargs if each.arg == "code"
            }
            known = {name for where, name in writers if where in ("", file)}
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                code = code_of(call)
                if name_of(call) not in known or code is None:
                    continue
                if isinstance(code, ast.Name) and code.id in handed:
                    more.add((file if function.name.startswith("_") else "", function.name))
                    continue
                for pattern in patterns_of(code, function, tree):
                    patterns.setdefault(pattern, f"{file}:{call.lineno}")
        if more <= writers:
            return patterns
        writers |= more


def patterns_of(code: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> list[str]:
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return [re.escape(code.value)]
    if isinstance(code, ast.IfExp):
        return patterns_of(code.body, function, tree) + patterns_of(code.orelse, function, tree)
    if isinstance(code, ast.JoinedStr):
        return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+" for part in code.values)]
    if isinstance(code, ast.Subscript):
        return patterns_of(code.value, function, tree)
    if isinstance(code, ast.Dict):
        return [pattern for value in code.values for pattern in patterns_of(value, function, tree)]
    if isinstance(code, ast.Name):
        values = [
            node.value
            for scope in (function, tree)
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and code.id in names_of(node)
        ]
        return [pattern for value in values for pattern in patterns_of(value, function, tree)] + imported(code.id, tree)
    return []


def names_of(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def imported(name: str, tree: ast.Module) -> list[str]:
    """A code that another module of ours gives its name to."""
    modules = [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and any(each.name == name for each in node.names)
    ]
    values = [getattr(import_module(module), name) for module in modules if module.startswith("sceau.")]
    return [re.escape(value) for value in values if isinstance(value, str)]


RECORDED = recorded()


def test_the_source_is_read():
    assert re.escape("member.invited") in RECORDED
    assert re.escape("key.made") in RECORDED
    assert re.escape("journal.reason_erased") in RECORDED
    assert "factor\\.[a-z_]+" in RECORDED
    assert len(RECORDED) > 40


@pytest.mark.parametrize("pattern", sorted(RECORDED))
def test_a_code_that_is_recorded_has_its_sentence(pattern):
    assert any(re.fullmatch(pattern, code) for code in SENTENCES), f"{RECORDED[pattern]}: add it to sceau.web.acts"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_belongs_to_a_code_that_is_recorded(code):
    from sceau.journal.queries import RECHECKED

    assert code == RECHECKED or any(re.fullmatch(pattern, code) for pattern in RECORDED), f"{code}: nothing records it"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_said_in_both_languages_and_begins_with_who(code):
    with translation.override("fr"):
        french = str(SENTENCES[code])
    with translation.override("en"):
        english = str(SENTENCES[code])

    assert french != english
    for sentence in (french, english):
        assert sentence.startswith("%(who)s ")
        assert sentence.endswith(".")
    assert sorted(re.findall(r"%\(\w+\)s", french)) == sorted(re.findall(r"%\(\w+\)s", english))


def test_a_code_has_one_kind():
    assert sum(len(sentences) for _title, sentences in KINDS.values()) == len(SENTENCES)
