"""The letters that papers are set in, and texts as these letters can print them.

Source Serif Pro has Latin, Greek, Cyrillic and Vietnamese, Amiri Arabic; Noto lends Hebrew, Georgian, Devanagari, Thai
and the others of its wheel. Chinese, Japanese and Korean would take ten times the room: they are left out, and said so.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sceau.outside.glyphs import faces_of, glyphs_of

FONTS: Final = Path(str(files("font_source_serif_pro"))) / "files"
# Noto draws an Arabic letter and its dots apart, and Typst calls each of them the letter: whoever copies a name, or
# looks for it, would have it twice. Amiri draws them in one.
ARABIC: Final = Path(str(files("fontpkg_amiri"))) / "files"
OTHER_SCRIPTS: Final = Path(str(files("manimgx_fonts")))
FACES: Final = ("Regular", "Semibold")
LONGEST_WORD: Final = 24  # signs of a word, after which a line may break
BREAK: Final = "\u200b"  # where a line may break without a sign
LEFT_OUT: Final = "[…]"  # signs that our letters cannot print
_ALIKE: Final = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u200b": "", "\ufeff": ""})
# what turns the order of letters (UAX 9) or is not seen: a name could read otherwise than it is written
_STEERING: Final = dict.fromkeys(
    (0xAD, 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)), ""
)
_UNUSED: Final = ("NotoEmoji", "NotoSansSymbols", "NotoSans-Italic")  # pictures, and what we do not set
_JOINERS: Final = "\u200c\u200d"  # which Persian and the scripts of India are written with
_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
MOST_FONTS: Final = 100  # files of a folder
Faces = tuple[frozenset[str], ...]


def legible(text: str, faces: Faces = ()) -> tuple[str, bool]:
    """A text as our letters can print it, and whether it is whole.

    Signs that the letters lack are left out, with « […] » in their place; a word longer than a line gets places to
    break. An accent is printed with its letter when one face has both, for no face draws half a sign.

    faces:  the signs of each face; Source Serif Pro alone when not said
    """
    faces = faces or (latin(),)
    text = text.translate(_ALIKE)
    printed, is_whole = (text, True) if faces[0].issuperset(text) else _printed(text, faces)
    return " ".join(_breakable(word) for word in printed.split(" ")), is_whole


def unsteered(text: str) -> str:
    """A text in NFC, without signs that only move others."""
    return unicodedata.normalize("NFC", text).translate(_STEERING)


@cache
def latin() -> frozenset[str]:
    """The signs that every face of Source Serif Pro has."""
    faces = ((FONTS / f"SourceSerifPro-{face}.ttf").read_bytes() for face in FACES)
    return frozenset.intersection(*map(glyphs_of, faces))


@cache
def of_many_scripts(added: str = "") -> Faces:
    """These, and those of the other scripts; no sign of private use, which means something else to each reader.

    added:  a folder of fonts of whoever looks after the installation, "" for none
    """
    others = (path for path in sorted(OTHER_SCRIPTS.glob("*.ttf")) if not path.name.startswith(_UNUSED))
    return tuple(
        frozenset(sign for sign in face if unicodedata.category(sign)[0] != "C" or sign in _JOINERS)
        for face in (
            latin(),
            glyphs_of((ARABIC / "Amiri-Regular.ttf").read_bytes()),
            *(glyphs_of(path.read_bytes()) for path in others),
            *(face for path in fonts_in(added) for face in added_faces(path)),
        )
    )


def fonts_in(folder: str) -> list[Path]:
    """The files of fonts that stand in a folder, at most so many; [] for "" """
    if not folder:
        return []
    return sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in _SUFFIXES)[:MOST_FONTS]


def added_faces(path: Path) -> Faces:
    """The signs of each face of a file; () for one that is no font, cannot be read or may not stand in a PDF."""
    try:
        return faces_of(path.read_bytes())
    except (OSError, ValueError, struct.error):
        return ()


def _printed(text: str, faces: Faces) -> tuple[str, bool]:
    """Sign by sign, where the first face lacks some; and whether nothing is left out."""
    parts: list[str] = []
    having = faces  # those that have the letter, and all that was set upon it
    for sign in text:
        having = tuple(face for face in (having if _leans(sign) else faces) if sign in face)
        if having:
            parts.append(sign)
        elif sign.isspace():
            parts.append(" ")
        elif not parts or parts[-1] != LEFT_OUT:
            parts.append(LEFT_OUT)
    return "".join(parts), LEFT_OUT not in parts


def _leans(sign: str) -> bool:
    """Whether it is set upon the letter before it."""
    return sign in _JOINERS or unicodedata.category(sign)[0] == "M"


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))
