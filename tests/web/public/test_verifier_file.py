"""The verifier that is one file: the same bytes from the same source, under a policy that lets nothing else in."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.urls import reverse

from sceau.cli.main import main
from sceau.web.verifier_data import BUNDLE
from sceau.web.verifier_file import verifier_digest, verifier_page
from sceau.web.verifier_words import WORDS

pytestmark = pytest.mark.django_db


def pinned(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_what_is_served_is_what_the_command_writes_and_what_is_published_of_it(client, tmp_path, capsys):
    served = client.get("/verifier.html")
    out = tmp_path / "verifier.html"

    assert main(["bundle", "verifier", "--out", str(out)]) == 0
    assert out.read_bytes() == served.content == verifier_page().encode()
    assert sha256(served.content).hexdigest() == verifier_digest()
    assert capsys.readouterr().out == f"{verifier_digest()}  {out}\n"
    assert client.get("/verifier.html.sha256").content.decode() == f"{verifier_digest()}  verifier.html\n"
    for lang in ("fr", "en"):
        shown = client.get(reverse("verifier_offline"), {"lang": lang}).content.decode()
        assert verifier_digest() in shown
        assert ("Kio)" if lang == "fr" else "KB)") in shown
    assert served.headers["Content-Disposition"] == 'attachment; filename="verifier.html"'
    assert reverse("verifier_offline") in client.get(reverse("verifier")).content.decode()


def test_its_policy_allows_its_own_script_and_style_and_no_network():
    page = verifier_page()
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)

    assert policy == (
        f"default-src 'none'; script-src {pinned(script)}; style-src {pinned(style)}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert not re.search(r"(?m)^\s*import\b|\bimport\(|innerHTML|\beval\b", script)
    assert not re.search(r"@import|\burl\(", style)
    assert not re.search(r"<(link|img|iframe|object)\b", page)
    assert page.count("<script") == 3


def test_every_word_that_it_shows_is_there_in_both_languages():
    texts = [path.read_text("utf-8") for path in BUNDLE.glob("page*.js")]
    scripts = "".join(line for text in texts for line in text.splitlines() if not line.startswith("import "))
    files = (BUNDLE / "files.js").read_text()
    used = {*re.findall(r"words(?:\(\))?\.(\w+)", scripts), *re.findall(r'NotOpened\("(\w+)"\)', files)}
    quoted = set(re.findall(r'"(\w+)"', scripts + files)) - {"good", "check", "bad", "idle"}  # these are asked by kind

    assert used <= set(WORDS)
    assert set(WORDS) - used - quoted == {"good", "check", "bad", "idle"}
    assert all(french and english for french, english in WORDS.values())
