"""The ground of a certificate: always the same for a design, in the ink that is asked for, and pale."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from sceau.engine.images.ground import draw_ground, tinted


def test_the_same_design_has_the_same_ground_for_ever_and_another_has_another():
    first = draw_ground(design_id="a", ink="#14573f")

    assert draw_ground(design_id="a", ink="#14573f") == first
    assert draw_ground(design_id="b", ink="#14573f") != first
    assert len(first) < 30_000
    assert fromstring(first).get("viewBox") == "0 0 297 210"


@pytest.mark.parametrize("ink", ["#14573f", "#7a1f4d", "#000000"])
def test_what_lies_behind_words_is_pale(ink):
    pale = tinted(ink)

    assert all(int(pale[at : at + 2], 16) >= 224 for at in (1, 3, 5))
    assert ink in draw_ground(design_id="a", ink=ink).decode()
