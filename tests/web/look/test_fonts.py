"""The fonts of a first visit: their style sheet names the letters that they were cut for, and others name the rest."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sceau import web

ROOT = Path(__file__).parents[3]
TOKENS = Path(web.__file__).parent / "static" / "css" / "tokens.css"
FACE = re.compile(r"@font-face \{[^}]*?/fonts/(sceau-[\w-]+)\.woff2[^}]*?(?:unicode-range: ([^;]*);)?[^};]*\}")
CUT = ("sceau-sans-400", "sceau-sans-600", "sceau-serif-400")


def faces():
    """(name, letters) of each face, in the order of the sheet; None for all letters."""
    return [(name, letters_of(ranges) if ranges else None) for name, ranges in FACE.findall(TOKENS.read_text("utf-8"))]


def letters_of(ranges):
    found = set()
    for each in ranges.split(", "):
        first, _, last = each.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def core():
    """What fonts/subset.py cuts, read without what it imports."""
    tree = ast.parse((ROOT / "fonts" / "subset.py").read_text("utf-8"))
    (assigned,) = (each for each in tree.body if isinstance(each, ast.Assign) and each.targets[0].id == "CORE")
    names = {}
    exec(compile(ast.Module([assigned], []), "subset.py", "exec"), names)
    return set(names["CORE"])


def test_the_sheet_names_the_letters_that_the_files_were_cut_for():
    named = dict(faces())

    assert {name: named[f"{name}-core"] for name in CUT} == {name: core() for name in CUT}


def test_the_cut_files_are_taken_before_the_whole_ones_and_nothing_is_lost():
    """Of two faces that have a letter, the later one is taken: css-fonts-4, §4.5."""
    order = [name for name, _ in faces()]
    whole = {name: letters for name, letters in faces() if name in CUT and letters and len(letters) > 1000}

    assert set(whole) == set(CUT)
    for name in CUT:
        assert order.index(f"{name}-core") > order.index(name)
        assert set(range(0xA1, 0x180)) <= whole[name]
        assert 0x202F not in whole[name]  # the serif has none: it would be fetched for a space
        assert 0x2011 not in whole[name]


def test_whatever_french_needs_is_in_the_cut():
    french = "aàâäbcçdeéèêëfghiîïjklmnoôöœpqrstuùûüvwxyÿz0123456789"
    needed = french + french.upper() + "«»’“”–—…·°€() ,;:!?.'\"-/%+=@#&*\u00a0\u202f"

    assert {sign for sign in needed if ord(sign) not in core()} <= {"Ä", "Ö"}
