"""The process that sets a page or a document: what is asked stands on its input as JSON, the PDF goes to its output."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

import orjson
import typst

from sceau.outside.letters import ARABIC, FONTS, OTHER_SCRIPTS
from sceau.outside.typesetter import MEMORY, MINUTE, SECONDS, TEMPLATES


def main() -> int:
    """Write what was asked; 1 when it cannot be made. With the word "many": see `sceau.outside.press`."""
    if sys.argv[1:] == ["many"]:
        return _many(sys.stdin.buffer, sys.stdout.buffer)
    asked = orjson.loads(sys.stdin.buffer.read())
    is_page = "variants" in asked
    _stay_within_bounds(SECONDS if is_page else MINUTE)
    pdf = _page(asked) if is_page else document_of(asked)
    sys.stdout.buffer.write(pdf)
    return 0 if pdf else 1


def _many(questions: BinaryIO, answers: BinaryIO) -> int:
    """One document for each question, until there are no more; whoever asks ends us when one takes too long."""
    compilers: dict[str, typst.Compiler] = {}
    while line := questions.readline():
        _stay_within_bounds(int(time.process_time()) + MINUTE)
        asked, pdf, problem = orjson.loads(line), b"", ""
        try:
            template = asked["template"]
            if template not in compilers:
                compilers[template] = compiler_of(template, asked["fonts"])
            pdf = document_of(asked, compilers[template])
        except typst.TypstError as error:
            problem = str(error)[:200]
        answers.write(orjson.dumps({"size": len(pdf), "problem": problem}) + b"\n" + pdf)
        answers.flush()
    return 0


def _page(asked: Mapping[str, Any]) -> bytes:
    """The first variant that stands on one page; b"" when none does."""
    compiler = _compiler(asked, [str(FONTS)])
    for variant in asked["variants"]:
        inputs = {"data": orjson.dumps(variant).decode("utf-8")}
        if _pages(_template(asked), inputs) == 1:
            return _compiled(compiler, inputs, asked, ["ua-1"])
    sys.stderr.write("no variant stands on one page\n")
    return b""


def document_of(asked: Mapping[str, Any], compiler: typst.Compiler | None = None) -> bytes:
    """All its pages, with what is attached.

    compiler:  one that has read the template and the letters already; None for a new one
    """
    inputs = {name: orjson.dumps(asked[name]).decode("utf-8") for name in ("data", "attachments")}
    inputs["families"] = orjson.dumps(_families(asked["fonts"])).decode("utf-8")
    return _compiled(compiler or compiler_of(asked["template"], asked["fonts"]), inputs, asked, ["a-3a", "ua-1"])


def compiler_of(template: str, fonts: str) -> typst.Compiler:
    """What makes documents of one template. fonts: a folder of more, "" for none"""
    return _compiler({"template": template}, [str(FONTS), str(ARABIC), str(OTHER_SCRIPTS), *filter(None, [fonts])])


@cache
def _families(fonts: str) -> list[str]:
    """What a folder adds: names of families, those of simplified Chinese before their like, monospaced ones last."""
    if not fonts:
        return []
    ours = set(typst.Fonts(include_system_fonts=False).families())
    found = set(typst.Fonts(include_system_fonts=False, font_paths=[fonts]).families()) - ours
    return sorted(found, key=lambda name: ("Mono" in name, not name.endswith(" SC"), name))


def _template(asked: Mapping[str, Any]) -> str:
    return str(TEMPLATES / f"{asked['template']}.typ")


def _compiler(asked: Mapping[str, Any], fonts: list[str]) -> typst.Compiler:
    return typst.Compiler(_template(asked), root=str(TEMPLATES), ignore_system_fonts=True, font_paths=fonts)


def _compiled(
    compiler: typst.Compiler, inputs: dict[str, str], asked: Mapping[str, Any], standards: list[typst.PDFStandard]
) -> bytes:
    """The PDF. Typst ends the process when the document breaks a standard."""
    moment = datetime.fromisoformat(asked["at"])
    pdf = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=moment)
    return pdf if isinstance(pdf, bytes) else b""


def _stay_within_bounds(seconds: int) -> None:
    """An end to the time and the memory that this process may take, where the system has one.

    seconds:  since it began; said again, it may be more
    """
    with suppress(ImportError):  # Windows; whoever waits ends us there too
        import resource  # noqa: PLC0415 -- absent on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _pages(template: object, inputs: dict[str, str]) -> int:
    """How many pages it takes."""
    return int(
        orjson.loads(
            typst.query(
                str(template),
                "<pages>",
                field="value",
                one=True,
                root=str(TEMPLATES),
                ignore_system_fonts=True,
                font_paths=[str(FONTS)],
                sys_inputs=inputs,
            )
        )
    )


if __name__ == "__main__":
    sys.exit(main())
