"""The seal that we draw: always the same for a design, whole whatever the words."""

from __future__ import annotations

import math
import re
import time
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.images import bake, unbake
from sceau.engine.images.guilloche import pattern
from sceau.engine.images.lettering import LONGEST_TITLE, fit_arc, fit_title, width_of
from sceau.engine.images.seal import INKS, draw_seal

SVG = "{http://www.w3.org/2000/svg}"
AUDIT = {
    "design_id": "7f3a0c52-4bd5-4f0c-8e2e-0d6b8a3f7a11",
    "title": "Conduire un audit énergétique",
    "body": "Université des Causses",
    "level": "Niveau 6",
    "load": "42 heures",
}
words = st.text(max_size=400)


def texts(seal: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(seal).iter(f"{SVG}text")]


# --- the pattern ----------------------------------------------------------------------------------------------------


def test_the_pattern_of_a_design_never_changes():
    drawn = "".join(pattern(AUDIT["design_id"], "s"))

    assert sha256(drawn.encode()).hexdigest() == "9f2f980f6b2e3cde81832fe875ff89e2dc7380a81dcd8a47852f9f2e3ab43bbf"


def test_the_words_and_the_ink_leave_the_pattern_alone():
    one = draw_seal(**AUDIT).decode()
    other = draw_seal(**AUDIT | {"title": "Autre", "body": "", "ink": "garance"}).decode()

    for engraving in pattern(AUDIT["design_id"], "s"):
        assert engraving in one
        assert engraving in other


def test_two_designs_have_two_patterns():
    assert len({"".join(pattern(str(number), "s")) for number in range(200)}) == 200


def test_a_seal_for_print_has_the_same_threads_in_whole_numbers_and_nothing_set_apart():
    screen, printed = (draw_seal(**AUDIT, printed=printed).decode() for printed in (False, True))
    numbers = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
    threads = [
        [numbers.findall(path) for path in re.findall(r'<path id="s[abc]" d="([^"]*)"', seal)]
        for seal in (screen, printed)
    ]

    assert len(threads[0]) == len(threads[1]) == 3
    for shown, whole in zip(*threads, strict=True):
        assert [int(each) for each in whole] == [round(float(each) * 10) for each in shown]
    assert " opacity=" not in printed
    assert texts(printed.encode()) == texts(screen.encode())


@pytest.mark.parametrize("number", range(12))
def test_every_thread_closes_on_itself_and_stays_on_the_sheet(number):
    root = ElementTree.fromstring(f"<svg>{''.join(pattern(str(number), 's'))}</svg>")
    for path in root.iter("path"):
        corners = path.get("d").removesuffix("z").replace("c", "s").split("s")
        x, y = map(float, corners[0][1:].split())
        assert math.hypot(x, y) < 275
        assert len(corners) - 1 in {max(96, 6 * lobes) for lobes in range(5, 49)}


# --- the words ------------------------------------------------------------------------------------------------------


def test_a_seal_says_what_who_and_how_much():
    assert texts(draw_seal(**AUDIT)) == [
        "Conduire",
        "un audit",
        "énergétique",
        "UNIVERSITÉ DES CAUSSES",
        "Niveau 6 · 42 heures",
    ]


def test_a_seal_is_described_for_those_who_do_not_see_it():
    root = ElementTree.fromstring(draw_seal(**AUDIT))

    assert root.get("role") == "img"
    assert root.get("aria-label") == "Conduire un audit énergétique, Université des Causses, Niveau 6 · 42 heures"


def test_what_is_not_given_is_left_out():
    assert texts(draw_seal(design_id="x", title="Souder", body="")) == ["Souder"]


@pytest.mark.parametrize("ink", INKS)
def test_every_ink_draws(ink):
    assert INKS[ink].line.encode() in draw_seal(**AUDIT | {"ink": ink})


def test_two_seals_may_stand_in_one_page():
    def ids(prefix: str) -> set[str]:
        return {
            one.get("id") for one in ElementTree.fromstring(draw_seal(**AUDIT, prefix=prefix)).iter() if one.get("id")
        }

    assert len(ids("a")) == len(ids("b")) == 5
    assert not ids("a") & ids("b")


@pytest.mark.parametrize(
    "hostile",
    [
        '"><script>alert(1)</script>',
        "</text></svg><svg onload='x()'>",
        "]]> & <!-- &amp; &#0; %s {title}",
        "\0\x1b\ud800\ufffe",
        "x" * 10_000,
        "a " * 10_000,
        "é" * 3 + "\u0301" * 5_000,
        " \u00a0\u202f\n\t ",
        "",
    ],
)
def test_hostile_words_stay_words(hostile):
    start = time.process_time()
    seal = draw_seal(design_id=hostile, title=hostile, body=hostile, level=hostile, load=hostile)

    assert time.process_time() - start < 0.5
    root = ElementTree.fromstring(seal)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "g",
        "circle",
        "path",
        "use",
        "text",
        "textPath",
    }
    assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)
    assert len(seal) < 25_000


@given(words, words, words)
def test_any_words_make_a_seal_that_can_be_baked(title, body, foot):
    seal = draw_seal(design_id="x", title=title, body=body, level=foot)

    assert unbake(bake(seal, '{"id": "1"}')).text == '{"id": "1"}'


# --- the setting of a title -----------------------------------------------------------------------------------------


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzéèàçêïôùœW’'-", min_size=1, max_size=14), min_size=1, max_size=12))
def test_a_title_is_whole_and_no_line_crosses_the_circle(names):
    title = fit_title(" ".join(names), 140)

    assert " ".join(title.lines) == " ".join(names) or len(" ".join(names)) > LONGEST_TITLE
    for line, foot in zip(title.lines, title.feet, strict=True):
        middle = abs(foot - title.size * 0.3) + title.size * 0.45
        assert math.hypot(width_of(line, title.size) / 2, middle) <= 140 + 1e-6


def test_a_line_does_not_end_after_a_lonely_letter_nor_begin_with_a_colon():
    title = fit_title("Apprendre : à lire à voix haute « avec soin » et à écrire ! Y compris à plusieurs ; tard", 140)

    for line in title.lines:
        assert line[0] not in ":;!?»"
        assert line.split(" ")[-1] not in {"à", "Y", "«"}


def test_a_word_too_long_for_any_size_is_cut():
    title = fit_title("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 140)

    assert len(title.lines) == 1
    assert title.lines[0].endswith("…")
    assert width_of(title.lines[0], title.size) <= 280


def test_words_on_an_arc_shrink_then_are_cut():
    assert fit_arc("court", 500, [17.5, 10], 1) == ("court", 17.5)
    cut, size = fit_arc("mot " * 100, 500, [17.5, 10], 1)

    assert (size, cut[-1]) == (10, "…")
    assert width_of(cut, size, 1) <= 500


def test_words_that_would_rather_stay_together_part_when_the_circle_is_too_small():
    title = fit_title("WWW’W WWW’W WWW’W WWW’W WWW", 140)

    assert " ".join(title.lines) == "WWW’W WWW’W WWW’W WWW’W WWW"
    assert len(title.lines) > 1
