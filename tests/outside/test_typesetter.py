"""PDF pages: text that can be read out, one page, whatever is written on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from outside.pdf import pages_of, text_of
from sceau.engine.images.seal import draw_seal
from sceau.outside import typesetter as module
from sceau.outside.glyphs import glyphs_of
from sceau.outside.letters import FONTS
from sceau.outside.typesetter import NotTypeset, TypstTypesetter

AT = datetime(2026, 11, 22, 9, 30, 15, 123_456, tzinfo=UTC)  # as a clock tells it: to the microsecond
WORDS = dict.fromkeys(("kind", "outcomes", "assessment", "worth", "limits", "code-alt"), "Mot")
ATTACKS = [
    '#read("/etc/passwd")',
    "$x^2$",
    '#eval("1 + 1")',
    "*gras* _penché_ `code` = titre",
    "<pages>",
    "@pages",
    "\\ #sys.inputs",
    '"#import "@preview/x:0.1.0"',
    "// rien",
]


@pytest.fixture(scope="module")
def setter() -> TypstTypesetter:
    return TypstTypesetter()


def said(text: str, language: str = "") -> dict[str, str]:
    return {"text": text, "language": language}


def data(setter, *outcomes: str, **more) -> dict:
    return {
        "language": "fr",
        "title": "Conduire un audit",
        "title-language": "",
        "bodies": ["Université des Causses"],
        "sentence": "Une phrase.",
        "sentence-language": "en",
        "warning": "",
        "seal": draw_seal(design_id="x", title="Audit", body="Causses").decode(),
        "seal-alt": "Sceau",
        "code": setter.square_code("https://sceau.example/m/1"),
        "words": WORDS,
        "outcomes": [said(each) for each in outcomes or ("Relever",)],
        "assessment": [],
        "events": [{"label": said("Épreuve"), "detail": said("4 h")}],
        "worth": [],
        "limits": [],
        "facts": [{"name": "Niveau", "value": "6", "note": ""}],
        "foot": ["Vérifier"],
        "url": "https://sceau.example/m/1",
    } | more


def test_the_text_can_be_read_out_and_stands_on_one_tagged_page(setter):
    pdf = setter.page("brief", [data(setter, "Relever l’état d’un bâtiment")], at=AT)

    text = text_of(pdf)
    assert "Conduire un audit" in text
    assert "Relever l’état d’un bâtiment" in text
    assert pages_of(pdf) == 1
    assert b"/StructTreeRoot" in pdf
    assert len(pdf) < 80_000


def test_what_is_written_is_text_and_never_source(setter):
    text = text_of(setter.page("brief", [data(setter, *ATTACKS)], at=AT))

    for attack in ATTACKS:
        assert attack.replace(" ", "") in text.replace(" ", "").replace("\n", ""), attack
    assert "root:" not in text


def test_the_first_variant_that_stands_on_one_page_is_taken(setter):
    long = data(setter, *["Un acquis qui prend de la place " * 8] * 30)

    text = text_of(setter.page("brief", [long, data(setter, "Court")], at=AT))
    assert "Court" in text
    assert "prend de la place" not in text


def test_a_page_that_nothing_makes_short_enough_is_refused(setter):
    with pytest.raises(NotTypeset, match="one page"):
        setter.page("brief", [data(setter, *["Un acquis qui prend de la place " * 8] * 30)], at=AT)


def test_too_much_is_refused_before_anything_is_set(setter):
    with pytest.raises(NotTypeset):
        setter.page("brief", [data(setter, "x" * 2_000_000)], at=AT)


def test_a_process_that_takes_too_long_is_ended(setter, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.01)

    with pytest.raises(NotTypeset, match="s"):
        setter.page("brief", [data(setter)], at=AT)


def test_a_template_that_is_not_there_is_refused(setter):
    with pytest.raises(NotTypeset):
        setter.page("nothing", [data(setter)], at=AT)


def test_the_same_data_give_the_same_bytes(setter):
    assert setter.page("brief", [data(setter)], at=AT) == setter.page("brief", [data(setter)], at=AT)


@pytest.mark.parametrize(
    ("typed", "printed", "whole"),
    [
        ("Évaluer : l’œuvre ; 12 €", "Évaluer : l’œuvre ; 12 €", True),
        ("la suite […] manque", "la suite […] manque", True),  # as it was typed
        ("Сварка, Ωμέγα", "Сварка, Ωμέγα", True),
        ("سلام et 🙂", "[…] et […]", False),
        ("deux\nlignes\u202f!", "deux lignes\u00a0!", True),
        ("a" * 50, "a" * 24 + "\u200b" + "a" * 24 + "\u200b" + "aa", True),
    ],
)
def test_what_letters_lack_is_replaced_and_long_words_may_break(setter, typed, printed, whole):
    assert setter.legible(typed) == (printed, whole)


def test_a_word_without_end_stays_in_its_column(setter):
    printed, _ = setter.legible("a" * 400)

    assert pages_of(setter.page("brief", [data(setter, printed)], at=AT)) == 1


def test_a_font_says_which_signs_it_has():
    signs = glyphs_of((FONTS / "SourceSerifPro-Regular.ttf").read_bytes())

    assert set("éœÉ€’Ж") <= signs
    assert "ع" not in signs
    with pytest.raises(ValueError, match="no table"):
        glyphs_of(b"\0\1\0\0\0\0" + b"\0" * 20)


def test_the_square_is_one_path_on_white(setter):
    svg = setter.square_code("https://sceau.example/m/1")

    assert svg.startswith("<svg")
    assert svg.count("<path") == 2
