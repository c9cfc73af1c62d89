"""Every pair of colours that the interface sets on one another can be read, in light and in dark (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11)."""

import re
from pathlib import Path

import pytest

from sceau.web import translations

STYLES = Path(translations.__file__).parent / "static" / "css"
TEXT, LARGE, LONG = 4.5, 3.0, 7.0  # a text, a control or a large text, a text that is read for long
GROUNDS = ("paper", "sheet", "inset")
STATES = ("good", "check", "bad", "info")
PAIRS = [
    *[("ink", ground, LONG) for ground in GROUNDS],
    *[("ink-soft", ground, LONG if ground == "paper" else TEXT) for ground in GROUNDS],
    *[(name, ground, TEXT) for name in ("ink-faint", "wax", "wax-deep", *STATES) for ground in GROUNDS],
    *[(name, ground, LARGE) for name in ("focus", "edge") for ground in GROUNDS],
    *[("on-wax", ground, LONG) for ground in ("wax", "wax-deep")],
    *[(state, f"{state}-tint", TEXT) for state in STATES],
    *[("ink", f"{state}-tint", LONG) for state in (*STATES, "idle", "wax")],
    *[("ink-soft", f"{state}-tint", TEXT) for state in (*STATES, "idle", "wax")],
    *[("wax", f"{state}-tint", TEXT) for state in STATES],  # a link in a notice
    ("cord", "paper", LARGE),
    *[("on-verdict", f"verdict-{verdict}", LONG) for verdict in ("good", "check", "bad")],
]


def tokens(mode: int) -> dict[str, str]:
    """The colours by name: mode 0 is light, 1 is dark."""
    css = (STYLES / "tokens.css").read_text()
    fixed = dict(re.findall(r"--([\w-]+): (#\w{6});", css))
    return fixed | {
        name: pair[mode] for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    }


def luminance(colour: str) -> float:
    """Relative, 0 to 1 (WCAG 2.2, glossary)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_pair_can_be_read(mode):
    colours = tokens(mode)

    assert [
        (one, other, round(contrast(colours[one], colours[other]), 2), least)
        for one, other, least in PAIRS
        if contrast(colours[one], colours[other]) < least
    ] == []


def test_every_colour_has_a_name():
    """A colour outside the tokens would be read by no test."""
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\((?!0 0 0 /)")

    for sheet in STYLES.glob("*.css"):
        if sheet.name != "tokens.css":
            assert literal.findall(sheet.read_text()) == [], sheet.name


def test_every_name_that_is_used_is_a_token():
    known = set(re.findall(r"(--[\w-]+):", (STYLES / "tokens.css").read_text()))

    for sheet in STYLES.glob("*.css"):
        assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known, sheet.name


def test_what_every_page_loads_is_light():
    sizes = {name: (STYLES / f"{name}.css").stat().st_size for name in ("tokens", "base", "components", "pages")}

    assert sum(sizes.values()) < 40_000, sizes
