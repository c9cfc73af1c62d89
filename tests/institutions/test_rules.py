"""What a value of an institution may be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.institutions import reasons, rules
from sceau.institutions.errors import WrongValue

FIGURES = st.text("0123456789", min_size=8, max_size=8)


def completed(figures):
    """The row with the check figure that makes it right, computed another way than the rule does."""
    total = 0
    for place, figure in enumerate(reversed(figures), start=1):
        value = int(figure)
        if place % 2:
            value = sum(map(int, str(value * 2)))
        total += value
    return figures + str(-total % 10)


# SIREN of public bodies, in the public register
@pytest.mark.parametrize("siren", ["356000000", "732829320", "552100554", "130025265"])
def test_numbers_of_the_register_are_right(siren):
    assert rules.siren(siren) == siren


@given(FIGURES)
def test_every_row_with_its_check_figure_is_a_siren(figures):
    found = completed(figures)

    assert rules.luhn(found)
    assert int(found) == 0 or rules.siren(found) == found


@given(FIGURES, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_figure_is_seen(figures, place, step):
    right = completed(figures)
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]

    with pytest.raises(WrongValue) as refusal:
        rules.siren(wrong)
    assert refusal.value.reason is reasons.WRONG_SIREN


@given(FIGURES, st.integers(0, 7))
def test_two_figures_in_the_wrong_order_are_seen_but_for_09(figures, place):
    right = completed(figures)
    one, other = right[place], right[place + 1]
    wrong = right[:place] + other + one + right[place + 2 :]

    assert rules.luhn(wrong) == (one == other or {one, other} == {"0", "9"})


@given(FIGURES, st.text("0123456789", min_size=4, max_size=4))
def test_a_siret_begins_with_its_siren(figures, establishment):
    siren = completed(figures)
    siret = completed(siren + establishment)

    assert int(siret) == 0 or rules.siret(siret, siren=siren) == siret
    if siren != "356000000":
        with pytest.raises(WrongValue):
            rules.siret(siret, siren="356000000")


@pytest.mark.parametrize(
    "typed", ["356 000 000", " 356.000.000 ", "356\u202f000\u00a0000", "356-000-000", "356000000\t"]
)
def test_spaces_and_points_are_no_matter(typed):
    assert rules.siren(typed) == "356000000"


def test_none_is_none():
    assert rules.siren("  ") == ""
    assert rules.siret("", siren="") == ""


@pytest.mark.parametrize(
    "typed", ["35600000", "3560000000", "35600000O", "FR356000000", "٣٥٦٠٠٠٠٠٠", "³56000000", "abc"]
)
def test_what_is_no_nine_figures_is_refused(typed):
    with pytest.raises(WrongValue) as refusal:
        rules.siren(typed)
    assert (refusal.value.reason, refusal.value.field) == (reasons.NOT_NINE_FIGURES, "siren")


def test_zeros_are_nobody():
    with pytest.raises(WrongValue):
        rules.siren("000000000")


@pytest.mark.parametrize(
    "siret",
    [
        "35600000000048",  # the seat
        "35600000009075",  # an office, right by the ordinary rule
        "35600000000001",  # figures that add up to fifteen: right by the rule of La Poste only
    ],
)
def test_the_offices_of_la_poste_have_a_rule_of_their_own(siret):
    assert rules.siret(siret, siren="356000000") == siret


def test_it_is_theirs_alone():
    with pytest.raises(WrongValue) as refusal:
        rules.siret("99990010300001", siren="999900103")
    assert refusal.value.reason is reasons.WRONG_SIRET
    with pytest.raises(WrongValue):
        rules.siret("35600000000002", siren="356000000")


def test_a_siret_says_why_it_is_refused():
    for typed, siren, reason in (
        ("9999001030001", "999900103", reasons.NOT_FOURTEEN_FIGURES),
        ("99990010300014", "999900111", reasons.SIRET_OF_ANOTHER),
        ("99990010300014", "", reasons.SIRET_WITHOUT_SIREN),
    ):
        with pytest.raises(WrongValue) as refusal:
            rules.siret(typed, siren=siren)
        assert refusal.value.reason is reason


# texts


@given(st.text(max_size=60))
def test_a_line_is_one_line_or_refused(typed):
    try:
        found = rules.line(typed, field="name", most=60)
    except WrongValue:
        return
    assert found == " ".join(found.split())
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp") for sign in found)
    assert rules.line(found, field="name", most=60) == found


def test_spaces_are_gathered_and_letters_composed():
    assert rules.line("  Re\u0301seau \t Terres\u00a0Vives ", field="name", most=60) == "Réseau Terres Vives"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u200b", "\ufeff", "\ue000", "\u2066"])
def test_signs_that_nobody_sees_are_refused(sign):
    for rule in (rules.line, rules.paragraphs):
        with pytest.raises(WrongValue) as refusal:
            rule(f"Sceau{sign}x", field="name", most=60)
        assert f"U+{ord(sign):04X}" in refusal.value.sentence("fr")


def test_names_of_other_scripts_are_names():
    for name in ("می\u200cخواهم", "Łódź Şükrü", "株式会社", "Ⴀ"):
        assert rules.line(name, field="name", most=60) == name


def test_lengths_are_told():
    with pytest.raises(WrongValue) as refusal:
        rules.line("x" * 61, field="name", most=60)
    assert refusal.value.sentence("fr") == "Ce texte a 61 signes\u202f; il en tient 60. Raccourcissez-le."
    with pytest.raises(WrongValue) as refusal:
        rules.line(" ", field="name", most=60, required=True)
    assert refusal.value.reason is reasons.EMPTY


def test_paragraphs_keep_their_lines():
    assert rules.paragraphs("Un\r\n\r\n\r\n\r\ndeux  mots\rtrois\n", field="a", most=60) == "Un\n\ndeux mots\ntrois"


# addresses and numbers


@pytest.mark.parametrize(
    "typed", ["https://www.exemple.fr", "https://exemple.fr/a?b=c#d", "https://école.fr/", "https://a.exemple.fr:8443"]
)
def test_websites(typed):
    assert rules.website(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "exemple.fr",
        "http://exemple.fr",
        "https://",
        "https://localhost",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://moi:secret@exemple.fr",
        "https://exemple.fr@ailleurs.fr",
        "https://exemple.fr\\@ailleurs.fr",
        "https://exemple.fr:0",
        "https://exemple.fr:99999",
        "https://exem ple.fr",
        "https://exemple.fr/\n",
        "https://exemple.fr/\x00",
        "https://exemple.fr/\u202e",
        "javascript:alert(1)//https://exemple.fr",
        "https://exemple.fr/<script>",
        "https://" + "a" * 64 + ".fr",
        "https://exemple.fr/" + "a" * 200,
        "https://[",
    ],
)
def test_what_is_no_website(typed):
    if typed.endswith("\n"):
        assert rules.website(typed) == typed.strip()  # what hangs at the end is no part of it
        return
    with pytest.raises(WrongValue) as refusal:
        rules.website(typed)
    assert refusal.value.reason is reasons.NOT_HTTPS


@pytest.mark.parametrize("typed", ["", "04 76 00 00 00", "+33 4 76 00 00 00", "(04) 76.00.00.00"])
def test_telephones(typed):
    assert rules.phone(typed) == typed


@pytest.mark.parametrize("typed", ["12345", "04 76 00 00 00 poste 3", "++33476000000", "1" * 16, "٠٤٧٦٠٠٠٠٠٠"])
def test_what_is_no_telephone(typed):
    with pytest.raises(WrongValue):
        rules.phone(typed)


def test_a_postal_code_is_french_in_france_only():
    assert rules.postal_code("38 000", country="FR") == "38000"
    assert rules.postal_code("1000 AB", country="NL") == "1000 AB"
    assert rules.postal_code("", country="FR") == ""
    with pytest.raises(WrongValue):
        rules.postal_code("3800", country="FR")


def test_countries_languages_and_slugs():
    assert rules.country(" be ") == "BE"
    assert rules.languages(["en", "fr", "en"]) == ["fr", "en"]
    assert rules.slug(" Alpes-Numerique-2 ") == "alpes-numerique-2"
    for rule, wrong in (
        (rules.country, ["", "FRA", "F1", "é"]),
        (rules.languages, [[], ["de"], ["fr", "de"]]),
        (rules.slug, ["", "a", "2026", "-a", "a-", "a--b", "école", "a/b", "a.b", "x" * 61, "a\n"[:1], "Platform"]),
    ):
        for each in wrong:
            with pytest.raises(WrongValue):
                rule(each)
