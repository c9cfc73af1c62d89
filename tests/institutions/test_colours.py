"""The colour of an institution can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.institutions import reasons
from sceau.institutions.colours import LEAST, WHITE, colour, contrast, darker, ratio
from sceau.institutions.errors import WrongValue

ANY = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


# the greys around the limit on white, as tables of contrast have them
@pytest.mark.parametrize(("one", "published"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48)])
def test_the_ratio_is_that_of_the_standard(one, published):
    assert ratio(one, WHITE) == pytest.approx(published, abs=0.005)
    assert ratio(WHITE, one) == ratio(one, WHITE)


def test_our_paper_asks_a_little_more_than_white():
    assert contrast("#767676") < LEAST < ratio("#767676", WHITE)


@given(ANY)
def test_a_colour_is_kept_or_a_darker_one_that_will_do_is_offered(one):
    try:
        kept = colour(one)
    except WrongValue as refusal:
        assert contrast(one) < LEAST
        offered = refusal.details["proposal"]
        assert contrast(offered) >= LEAST
        assert colour(offered) == offered
    else:
        assert kept == one
        assert contrast(one) >= LEAST


@given(ANY)
def test_what_is_offered_is_near(one):
    """One step lighter in light would no longer do, but for what cannot be seen."""
    if contrast(one) < LEAST:
        assert contrast(darker(one)) < LEAST + 0.35


def test_the_sentence_says_the_ratio_and_the_way_out():
    with pytest.raises(WrongValue) as refusal:
        colour("#E8A33D")

    assert refusal.value.reason is reasons.TOO_PALE
    assert "2,1" in refusal.value.sentence("fr")
    assert "4,5" in refusal.value.sentence("fr")
    assert "2.1" in refusal.value.sentence("en")
    assert refusal.value.details["proposal"] in refusal.value.sentence("fr")


def test_a_ratio_is_never_rounded_up_to_what_it_does_not_reach():
    with pytest.raises(WrongValue) as refusal:
        colour("#767676")

    assert "4,45" in refusal.value.sentence("fr")


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("#14573F", "#14573f"), ("14573f", "#14573f"), (" #153 ", "#115533")]
)
def test_ways_of_typing_it(typed, kept):
    assert colour(typed) == kept


@pytest.mark.parametrize(
    "typed", ["vert", "#12345", "#1234567", "rgb(0,0,0)", "#14573f;", "url(x)", "##14573f", "#١٤٥٧٣٠"]
)
def test_what_is_no_colour(typed):
    with pytest.raises(WrongValue) as refusal:
        colour(typed)
    assert refusal.value.reason is reasons.NOT_A_COLOUR


def test_white_is_never_offered():
    assert darker(WHITE) == "#757575"
