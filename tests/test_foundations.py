"""The tree itself: what it promises to those who read it, and what must not stand in it."""

import ast
import os
import re
import socket
import sys
import tomllib
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

import sceau
from sceau.cli import locks

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = ROOT / "docs" / "decisions"
TEXTS = {".py", ".md", ".toml", ".in", ".txt", ".json", ".svg", ".sh", ".mjs", ".js", ".csv", ".yml", ""}


def tracked():
    """Every text of the tree, but what git ignores."""
    made = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    passed_over = {name.strip("/") for name in made} | {".git"}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - passed_over)
        yield from (Path(folder, name) for name in sorted(set(names) - passed_over) if Path(name).suffix in TEXTS)


def pages():
    return [file for file in tracked() if file.suffix == ".md"]


def test_no_file_names_a_place_on_somebody_s_machine():
    places = [f"/{name}/" for name in ("work", "root", "farm", "home/" + "user")] + ["." + "library"]
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(place)}" for place in places))

    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked()
        if (match := pattern.search(file.read_text(encoding="utf-8", errors="replace")))
    ]

    assert found == []


def test_nothing_is_left_for_later():
    marks = re.compile(
        r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise NotImplemented" + "Error")) + r")\b"
    )

    found = [file for file in tracked() if file.suffix == ".py" and marks.search(file.read_text(encoding="utf-8"))]

    assert found == []


def test_a_module_fits_in_the_head():
    long = {
        file.relative_to(ROOT).as_posix(): count
        for file in tracked()
        if file.is_relative_to(ROOT / "src") and file.suffix == ".py" and file.parent.name != "migrations"
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_every_suppression_gives_its_reason():
    """The first of its kind in a file gives it, for those that follow."""
    suppression = re.compile(r"# (noqa: \w+(?:, \w+)*|type: ignore\[[\w-]+\])( {1,2}(?:--|#) .)?")
    silent = []
    for file in tracked():
        if not file.is_relative_to(ROOT / "src") or file.suffix != ".py":
            continue
        given = set()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for kind, reason in suppression.findall(line):
                if reason:
                    given.add(kind)
                elif kind not in given:
                    silent.append(f"{file.relative_to(ROOT)}:{number}")

    assert silent == []


def links(page):
    """The files that a page points to, beside those of the web."""
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [
        target.split("#")[0] for target in targets if "://" not in target and not target.startswith(("#", "mailto:"))
    ]


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in pages()
        for target in links(page)
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_decision_is_in_the_index_and_says_what_was_rejected():
    decisions = {
        page.name: page.read_text(encoding="utf-8") for page in DECISIONS.glob("*.md") if page.name != "README.md"
    }

    assert decisions.keys() == set(links(DECISIONS / "README.md"))
    assert [name for name, text in decisions.items() if not re.search(r"(## |\*\*)Rejected", text)] == []


def test_every_page_of_the_docs_is_in_the_index():
    index = ROOT / "docs" / "README.md"
    pages_there = {page.relative_to(index.parent).as_posix() for page in index.parent.glob("*.md")} - {"README.md"}

    assert pages_there <= set(links(index))


def test_the_changelog_begins_with_what_is_not_released():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert headings[0] == "Unreleased"


def test_every_dependency_is_locked_and_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in declared}
    reasons = (DECISIONS / "dependencies.md").read_text(encoding="utf-8").lower()

    assert names == locks.asked_for(ROOT / "requirements", "run")
    for lock in locks.NAMES:
        missing = [name for name in locks.asked_for(ROOT / "requirements", lock) if name not in reasons]
        assert [name for name in missing if not name.startswith("types-")] == []


DISTRIBUTIONS = {
    "AntiSSRF": "microsoft-antissrf",
    "PIL": "pillow",
    "zxingcpp": "zxing-cpp",
    "allauth": "django-allauth",
    "asgiref": "django",
    "csp": "django-csp",
    "dns": "dnspython",
    "urllib3": "requests",
}
"""What a module is called → the distribution that brings it, where a hyphen is not the only difference."""


def test_what_is_imported_is_declared():
    declared = locks.asked_for(ROOT / "requirements", "run")
    imported = {
        name.split(".")[0]
        for file in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    others = imported - set(sys.stdlib_module_names) - {"sceau"}

    assert {name for name in others if DISTRIBUTIONS.get(name, name.replace("_", "-")) not in declared} == set()


def test_the_engine_needs_no_more_than_its_three_dependencies():
    """Whoever embeds it installs no other; TYPE_CHECKING or not makes no difference here."""
    imported = {
        name.split(".")[0]
        for file in (ROOT / "src/sceau/engine").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }

    assert imported - set(sys.stdlib_module_names) == {"sceau", "cryptography", "orjson", "fastjsonschema"}


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/sceau/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", sceau.__version__)


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License\n" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_tests_cannot_reach_the_network():
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET)
