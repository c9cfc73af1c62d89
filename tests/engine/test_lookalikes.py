"""Names that look like another, and signs that nobody sees."""

from __future__ import annotations

import pytest

from sceau.engine.lookalikes import hidden_in, mixes_alphabets, seen, skeleton

NAME = "Université des Causses"


@pytest.mark.parametrize(
    "written",
    [
        "UNIVERSITE DES CAUSSES",
        "Universite\u0301 des Causses",
        "Univ\u0435rsité d\u0435s Causs\u0435s",  # Cyrillic е
        "Université des Cau\u0455\u0455es",  # Cyrillic ѕ
        "\u0421ausses",  # Cyrillic С
        "Universlté des Causses",
        "Univers1té  des\u00a0Causses",
        "Ｕｎｉｖｅｒｓｉｔé des Causses",
        "Uni\u200bversité des\u202e Causses",
        "Université-des-Causses",
    ],
)
def test_what_looks_alike_has_one_skeleton(written):
    assert skeleton(written) == skeleton(NAME if len(written) > 9 else "Causses")


def test_what_looks_otherwise_has_another():
    others = ["Université des Cévennes", "École des Causses", "Universität Bern", "Университет", "東京大学", "—"]

    assert len({skeleton(each) for each in [NAME, *others]}) == 1 + len(others)
    assert skeleton("Modern") == skeleton("Modem")
    assert skeleton("—") == ""


def test_what_nobody_sees_is_left_out_and_told():
    assert seen(" Éc\u202eole\t\u200b supérieure\n") == "École supérieure"
    assert seen("E\u0301cole") == "\u00c9cole"
    for sign in "\u202a\u202e\u2066\u2069\u200b\u200f\ufeff\u00ad\u3164\ufe0f\U000e0041\x00":
        assert hidden_in(f"a{sign}b")
        assert seen(f"a{sign}b") == "ab"
    for plain in ("École", "می\u200cخواهم", "مدرسة", "学校", "Nº 5"):  # a joiner belongs to Persian
        assert not hidden_in(plain)
        assert seen(plain) == plain


def test_several_alphabets_in_one_word():
    assert mixes_alphabets("Univ\u0435rsité")
    assert mixes_alphabets("\u0391thènes")
    assert not mixes_alphabets("Université Москва")
    assert not mixes_alphabets("Αθήνα — Athènes")
    assert not mixes_alphabets("東京 University 2")
