"""What is said in French is written as French is: its spaces, its apostrophe, its marks."""

import ast
import re
from pathlib import Path

import pytest

from sceau.cli.arguments import FRENCH
from sceau.engine.errors import Reason, french_spaces

SOURCE = Path(__file__).resolve().parents[1] / "src"

WRONG = {
    "a straight apostrophe": re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])"),
    "three dots for …": re.compile(r"\.\.\.(?!\])"),
    "a plain space before a high mark": re.compile(r" [;!?»:](?!\S)"),
    "no space before a high mark": re.compile(r"(?<=[a-zà-ÿ»)])[;!?](?!\S)"),
    "a plain space after «": re.compile(r"« "),
}


def french_texts():
    """Every French text of the source: what is given as `fr=`, under the key "fr", or second to a Reason."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            put_right = french_spaces if is_reason(node) else str
            for value in french_of(node):
                yield f"{file.relative_to(SOURCE)}:{value.lineno}", put_right(text_of(value))


def is_reason(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason"


def french_of(node):
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "fr")
    if is_reason(node):
        yield from node.args[1:2]
    if isinstance(node, ast.Dict):
        keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
        yield from (value for key, value in zip(keys, node.values, strict=True) if key == "fr")


def text_of(value):
    """The words of a text, with «x» where a value goes."""
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, ast.JoinedStr):
        return "".join(text_of(part) if isinstance(part, ast.Constant) else "x" for part in value.values)
    if isinstance(value, ast.BinOp):
        return text_of(value.left) + text_of(value.right)
    return ""


def faults_of(text):
    return [name for name, pattern in WRONG.items() if pattern.search(text)]


def test_the_source_speaks_well_spaced_french():
    texts = list(french_texts())

    assert len(texts) > 100
    assert [(place, text, faults_of(text)) for place, text in texts if faults_of(text)] == []


def test_so_does_argparse():
    assert [text for text in FRENCH.values() if faults_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "l'apostrophe",
        "attendez...",
        "oui ; non",
        "oui; non",
        "pourquoi ?",
        "voici : un",
        "« oui »",
    ],
)
def test_a_slip_is_seen(text):
    assert faults_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "l’apostrophe…",
        "oui\u202f; non\u202f? si\u202f!",
        "voici\u00a0: «\u00a0oui\u00a0»",
        "à 14:05, voyez https://exemple.fr/?a=b ou did:web:exemple.fr",
        "usage\u00a0: ",
        "--out DOSSIER [--at DATE]",
    ],
)
def test_what_is_well_written_passes(text):
    assert faults_of(text) == []


def test_the_spaces_of_a_reason_are_put_right_and_those_of_its_values_kept():
    reason = Reason("test.spaces", "voici « {name} » : oui ; non ? si !", "here is “{name}”: yes; no? yes!")

    assert reason.sentence("fr", {"name": "a ; b : c"}) == (
        "voici «\u00a0a ; b : c\u00a0»\u00a0: oui\u202f; non\u202f? si\u202f!"
    )
    assert reason.sentence("en", {"name": "a ; b"}) == "here is “a ; b”: yes; no? yes!"
