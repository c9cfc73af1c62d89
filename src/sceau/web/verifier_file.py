"""The verifier of the browser in one piece: for a page that is a single file and works with no network.

The same modules always give the same bytes, so that whoever has the source can make the piece again and compare.
"""

from __future__ import annotations

import re

from sceau.web.verifier_data import FOLDER

OFFERED = {"verify.js": ("verify",), "reach.js": ("fromDocuments", "fromFetch", "oneAfterTheOther")}
_ENTRY = "verify.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";\n', re.MULTILINE)
_LATER = re.compile(r'import\("\./([\w.-]+)"\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:const|class|function\*?)) (\[[^\]]*\]|\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def one_module() -> str:
    """All modules as one ES module, which exports what `OFFERED` names and imports nothing."""
    order: list[str] = []
    _visit(_ENTRY, order)
    texts = "".join(_as_scope(name) for name in order)
    offered = "".join(f"const {{ {', '.join(names)} }} = {_scope(name)};\n" for name, names in OFFERED.items())
    exported = ", ".join(name for names in OFFERED.values() for name in names)
    return f"{texts}{offered}export {{ {exported} }};\n"


def _visit(name: str, order: list[str]) -> None:
    """Put a module after all that it leans on."""
    if name in order:
        return
    text = _read(name)
    for needed in [*(match[2] for match in _IMPORT.finditer(text)), *_LATER.findall(text)]:
        _visit(needed, order)
    order.append(name)


def _as_scope(name: str) -> str:
    """A module as a function of its own, that gives what the module exports."""
    text = _COMMENT.sub("", _read(name))
    exported = [each.strip() for match in _EXPORT.finditer(text) for each in match[2].strip("[]").split(",")]
    text = _IMPORT.sub(lambda match: f"const {{{match[1].replace(' as ', ': ')}}} = {_scope(match[2])};\n", text)
    text = _LATER.sub(lambda match: f"Promise.resolve({_scope(match[1])})", text)
    text = _EXPORT.sub(r"\1 \2", text)
    return f"const {_scope(name)} = (() => {{\n{text.strip()}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _scope(name: str) -> str:
    return "of_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
