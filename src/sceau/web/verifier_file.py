"""The verifier of the browser in one piece, and the page that is a single file and works with no network.

The same source always gives the same bytes, so that whoever has it can make the file again and compare.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Final

from sceau.engine.model.bundle import read_bundle
from sceau.web.verifier_data import FOLDER
from sceau.web.verifier_words import as_data

NAME: Final = "verifier.html"
OFFERED = {"verify.js": ("verify",), "reach.js": ("fromDocuments", "fromFetch", "oneAfterTheOther")}
_ENTRY = "verifier/verify.js"
_PAGE = "bundle/page.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
_LATER = re.compile(r'import\("(\./[\w.-]+)"\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:const|class|function\*?)) (\[[^\]]*\]|\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_STYLES = ("tokens.css", "base.css", "components.css", "work.css", "verdict.css", "verifier-file.css")
_FONT = re.compile(r"@font-face \{[^}]*\}\n?")
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NO_BUNDLE = '<script type="application/json" id="bundle">null</script>'
_WITHOUT_SCRIPT = (
    "Cette page vérifie avec du JavaScript, dans votre navigateur et sans réseau\u00a0: autorisez-le, ou utilisez la "
    'commande <code>sceau verify</code>. <span lang="en">This page verifies with JavaScript, in your browser and with '
    "no network: allow it, or use the command <code>sceau verify</code>.</span>"
)
# in the JSON of a bundle these stand in texts only, where an escape means the same
_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def one_module() -> str:
    """All modules of the verifier as one ES module, which exports what `OFFERED` names and imports nothing."""
    offered = "".join(
        f"const {{ {', '.join(names)} }} = {_scope(f'verifier/{name}')};\n" for name, names in OFFERED.items()
    )
    exported = ", ".join(name for names in OFFERED.values() for name in names)
    return f"{_all_of(_ENTRY)}{offered}export {{ {exported} }};\n"


@cache
def verifier_page() -> str:
    """The page, that opens any of our credentials: its style, its script, and a policy that allows these alone."""
    script, style = _all_of(_PAGE), _style()
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>Sceau</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<noscript><p class="page">{_WITHOUT_SCRIPT}</p></noscript>\n'
        '<p id="said" class="visually-hidden" role="status"></p>\n<main id="page" class="page narrow"></main>\n'
        f'<script type="application/json" id="words">{_words()}</script>\n'
        f'{_NO_BUNDLE}\n<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def verifier_digest() -> str:
    """The SHA-256 of the page, in hexadecimal: what is published of it."""
    return sha256(verifier_page().encode()).hexdigest()


def page_with(bundle: bytes) -> str:
    """The page with a bundle inside, which it shows at once; all other bytes are those of the page.

    raises:  MalformedJson, MalformedBundle, when it is none
    """
    read_bundle(bundle)
    data = bundle.decode("utf-8-sig").translate(_ESCAPES)
    return verifier_page().replace(_NO_BUNDLE, _NO_BUNDLE.replace("null", data), 1)


def _words() -> str:
    return json.dumps(as_data(), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _style() -> str:
    folder = FOLDER.parents[1] / "css"
    texts = ((folder / name).read_text("utf-8") for name in _STYLES)
    return "".join(_STYLE_COMMENT.sub("", _FONT.sub("", text)) for text in texts)


def _all_of(entry: str) -> str:
    """A module and all that it leans on, each as a function of its own."""
    order: list[str] = []
    _visit(entry, order)
    return "".join(_as_scope(name) for name in order)


def _visit(name: str, order: list[str]) -> None:
    """Put a module after all that it leans on."""
    if name in order:
        return
    text = _read(name)
    for needed in [*(match[2] for match in _IMPORT.finditer(text)), *_LATER.findall(text)]:
        _visit(_beside(name, needed), order)
    order.append(name)


def _as_scope(name: str) -> str:
    """A module as a function of its own, that gives what the module exports."""
    text = _COMMENT.sub("", _read(name))
    exported = [each.strip() for match in _EXPORT.finditer(text) for each in match[2].strip("[]").split(",")]
    text = _IMPORT.sub(
        lambda match: f"const {{{match[1].replace(' as ', ': ')}}} = {_scope(_beside(name, match[2]))};\n", text
    )
    text = _LATER.sub(lambda match: f"Promise.resolve({_scope(_beside(name, match[1]))})", text)
    text = _EXPORT.sub(r"\1 \2", text)
    return f"const {_scope(name)} = (() => {{\n{text.strip()}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _beside(name: str, needed: str) -> str:
    return normpath(join(dirname(name), needed))


def _scope(name: str) -> str:
    return "of_" + re.sub(r"\W", "_", name.removeprefix("verifier/").removesuffix(".js"))


def _read(name: str) -> str:
    return (FOLDER.parent / name).read_text("utf-8")
