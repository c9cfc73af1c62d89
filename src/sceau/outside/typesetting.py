"""The process that sets one page: what is asked stands on its input as JSON, the PDF goes to its output."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime

import orjson
import typst

from sceau.outside.typesetter import FONTS, MEMORY, SECONDS, TEMPLATES


def main() -> int:
    """Set the first variant that stands on one page; 1 when none does."""
    _stay_within_bounds()
    asked = orjson.loads(sys.stdin.buffer.read())
    template = TEMPLATES / f"{asked['template']}.typ"
    compiler = typst.Compiler(str(template), root=str(TEMPLATES), ignore_system_fonts=True, font_paths=[str(FONTS)])
    for variant in asked["variants"]:
        inputs = {"data": orjson.dumps(variant).decode("utf-8")}
        if _pages(template, inputs) == 1:
            pdf = compiler.compile(
                format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=datetime.fromisoformat(asked["at"])
            )
            if isinstance(pdf, bytes):
                sys.stdout.buffer.write(pdf)
                return 0
    sys.stderr.write("no variant stands on one page\n")
    return 1


def _stay_within_bounds() -> None:
    """An end to the time and the memory that this process may take, where the system has one."""
    with suppress(ImportError):  # Windows; whoever waits ends us there too
        import resource  # noqa: PLC0415 -- absent on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
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
