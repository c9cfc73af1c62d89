"""Enough of a reader of PDF to see which text ours holds: no reader is a dependency."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.S)
STREAM = re.compile(rb"(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.S)


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """Each object, streams decompressed; those inside object streams too."""
    found = {int(number): _open(body) for number, body in OBJECT.findall(pdf)}
    for body in list(found.values()):
        if b"/ObjStm" in body[:400]:
            head, _, content = body.partition(b"stream\n")
            count, first = (int(re.search(rb"/" + name + rb" (\d+)", head)[1]) for name in (b"N", b"First"))
            numbers = [int(each) for each in content[:first].split()][: 2 * count]
            starts = [*numbers[1::2], len(content) - first]
            for place, number in enumerate(numbers[::2]):
                found[number] = content[first + starts[place] : first + starts[place + 1]]
    return found


def _open(body: bytes) -> bytes:
    match = STREAM.search(body)
    if match is None:
        return body
    content = zlib.decompress(match[2]) if b"/FlateDecode" in match[1] else match[2]
    return match[1] + b"stream\n" + content


def pages_of(pdf: bytes) -> int:
    """How many pages."""
    return sum(bool(re.search(rb"/Type\s*/Page\b(?!s)", body)) for body in objects_of(pdf).values())


def text_of(pdf: bytes) -> str:
    """What is written on it, in the order of its content."""
    found = objects_of(pdf)
    maps = {
        number: _letters(body) for number, body in found.items() if b"beginbfchar" in body or b"beginbfrange" in body
    }
    fonts: dict[bytes, dict[int, str]] = {}
    for body in found.values():
        to = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if to and int(to[1]) in maps:
            number = next(key for key, value in found.items() if value is body)
            fonts[str(number).encode()] = maps[int(to[1])]
    names = {
        name: fonts[number]
        for body in found.values()
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", body)
        if number in fonts
    }
    parts = []
    for body in found.values():
        if b"BT" in body and b"Tf" in body:
            parts += _shown(body, names)
    return "".join(parts)


def _letters(body: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.S):
        for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.S):
        for low, high, start in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for place in range(int(low, 16), int(high, 16) + 1):
                found[place] = chr(int(start, 16) + place - int(low, 16))
    return found


TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|\((?:\\.|[^\\()])*\)|<([0-9A-Fa-f]*)>|\b(ET|BT)\b", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _shown(body: bytes, names: dict[bytes, dict[int, str]]) -> list[str]:
    letters: dict[int, str] = {}
    parts = []
    for match in TOKEN.finditer(body):
        token = match[0]
        if match[1]:
            letters = names.get(match[1], {})
        elif token == b"ET":
            parts.append("\n")
        elif token[:1] in b"(<":
            raw = _unescaped(token[1:-1]) if token[:1] == b"(" else bytes.fromhex(match[2].decode())
            parts.append("".join(letters.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2)))
    return parts


def _unescaped(text: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        what = match[1]
        return bytes([int(what, 8)]) if what.isdigit() else ESCAPES.get(what, what)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.S)
