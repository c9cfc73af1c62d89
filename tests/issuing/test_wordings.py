"""The words of letters: the house's in both languages, an institution's own with fields of a closed list, never code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from institutions.people import NOW
from issuing.lettering import credentials
from issuing.making import a_preparer, body, head
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.house_wordings import HOUSE, Text
from sceau.issuing.letter_words import link_of, worded
from sceau.issuing.models import Letter, Wording
from sceau.issuing.services.letters import queue
from sceau.issuing.services.wordings import TRIALS, ask_trial, reset_wording, sample, save_wording
from sceau.issuing.states import Kind
from sceau.issuing.wordings import FIELDS, IN_SUBJECTS, LONGEST_BODY, check, fill, preview, values
from sceau.journal.models import Act

KINDS = [(kind, language) for kind in Kind for language in ("fr", "en")]
GIVEN = values(
    "fr",
    name="Zoé Martin",
    title="Conduire un projet",
    institution="Alpes Numérique",
    link="https://sceau.example/v/A?o=b",
    code="7GK2P4XWD93MTT",
    until=None,
    why="",
)


@pytest.fixture
def ours(db):
    return body()


def save(ours, subject="Objet", text="Bonjour {name}\n\n{link}", kind=Kind.ISSUED, language="fr", **values):
    return save_wording(
        institution=ours,
        kind=kind,
        language=language,
        subject=subject,
        body=text,
        **{"by": head(ours), "now": NOW} | values,
    )


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_the_words_of_the_house_are_words_that_anybody_could_save(kind, language):
    text = HOUSE[language][kind]

    assert check(kind, language, subject=text.subject, body=text.body).body == text.body
    assert set(re.findall(r"\{(\w+)\}", text.subject)) <= set(IN_SUBJECTS)


def test_both_languages_tell_the_same_fields():
    for kind in Kind:
        french, english = (HOUSE[language][kind] for language in ("fr", "en"))
        assert set(re.findall(r"\{\w+\}", french.body)) == set(re.findall(r"\{\w+\}", english.body)), kind


def test_a_paragraph_that_has_nothing_to_say_is_left_out():
    text = Text("{title}", "Bonjour {name},\n\nJusqu’au {until}.\n\n{link}\n\nFin.")

    said = fill(text, "fr", GIVEN)

    assert (said.before, said.after, said.link) == (("Bonjour Zoé Martin,",), ("Fin.",), GIVEN["link"])
    with_end = fill(text, "fr", {**GIVEN, "until": "2 mars 2027"})
    assert with_end.before == ("Bonjour Zoé Martin,", "Jusqu’au 2 mars 2027.")


def test_a_link_among_words_stays_there_and_makes_no_button():
    said = fill(Text("x", "Ici : {link} !"), "fr", GIVEN)

    assert said.before == (f"Ici\u00a0: {GIVEN['link']}\u202f!",)
    assert said.link == ""


def test_a_value_that_looks_like_a_field_is_a_value():
    said = fill(Text("{name}", "{name}"), "fr", {**GIVEN, "name": "{code} {{x}} %s {% now %}"})

    assert said.subject == "{code} {{x}} %s {% now %}"
    assert said.before == ("{code} {{x}} %s {% now %}",)


def test_what_would_break_a_header_becomes_a_space_and_a_long_subject_ends():
    given = {**GIVEN, "name": "Zoé\r\nBcc: x@example.org", "title": "t" * 500}
    said = fill(Text("{name} {title}", "x"), "fr", given)

    assert "\n" not in said.subject
    assert "\r" not in said.subject
    assert len(said.subject) == 240
    assert said.subject.endswith("…")


def test_names_in_other_scripts_are_whole():
    name = "علی\u200cرضا 王小明"

    assert fill(Text("x", "{name}"), "fr", {**GIVEN, "name": name}).before == (name,)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("Bonjour {nom}\n\n{link}", "issuing.unknown_field", 1, 9),
        ("{link}\n\nBonjour {Name}", "issuing.unknown_field", 3, 9),
        ("{link}\n{name.__class__}", "issuing.unknown_field", 2, 1),
        ("{link} {{name}}", "issuing.lone_brace", 1, 8),
        ("{link}\nune } seule", "issuing.lone_brace", 2, 5),
        ("{link} <b>gras</b>", "issuing.no_markup", 1, 8),
        ("{link} {% load x %}", "issuing.unknown_field", 1, 8),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, code, line, column):
    with pytest.raises(WrongValue) as refused:
        check(Kind.ISSUED, "fr", subject="Objet", body=text)

    refusal = refused.value
    assert (refusal.reason.code, refusal.field) == (code, "body")
    assert (refusal.details["line"], refusal.details["column"]) == (line, column)
    assert f"Ligne {line}, signe {column}" in refusal.sentence("fr")
    assert f"Line {line}, character {column}" in refusal.sentence("en")


@pytest.mark.parametrize(
    ("subject", "text", "code", "field"),
    [
        ("", "{link}", "issuing.empty_wording", "subject"),
        ("Objet", "  \n ", "issuing.empty_wording", "body"),
        ("Objet", "Bonjour", "issuing.link_missing", "body"),
        ("Objet {link}", "{link}", "issuing.unknown_field", "subject"),
        ("Objet {until}", "{link}", "issuing.unknown_field", "subject"),
        ("o" * 201, "{link}", "issuing.wording_too_long", "subject"),
        ("Objet", "{link}" + "x" * LONGEST_BODY, "issuing.wording_too_long", "body"),
    ],
)
def test_a_wording_that_would_not_do_is_refused(subject, text, code, field):
    with pytest.raises(WrongValue) as refused:
        check(Kind.ISSUED, "fr", subject=subject, body=text)

    assert (refused.value.reason.code, refused.value.field) == (code, field)


def test_a_refusal_shows_fields_as_they_are_typed():
    with pytest.raises(WrongValue) as refused:
        check(Kind.ISSUED, "fr", subject="Objet", body="Bonjour")

    assert "le champ {link}\u00a0:" in refused.value.sentence("fr")
    assert "The field {link} is missing" in refused.value.sentence("en")


def test_only_the_letter_of_delivery_needs_the_link():
    assert check(Kind.REVOKED, "fr", subject="Objet", body="Bonjour").body == "Bonjour"


def test_lines_and_spaces_are_put_right_and_controls_go():
    text = check(Kind.ISSUED, "fr", subject="  Un   objet\x00 ", body="a  b\r\n\r\n\r\n\r\n{link}\x07")

    assert text == Text("Un objet", "a b\n\n{link}")


def test_an_institution_writes_in_its_own_words_and_takes_those_of_the_house_again(ours):
    save(ours, subject="Bravo {name}")
    assert preview(ours, Kind.ISSUED, "fr", name="Zoé", title="t", link="https://x").subject == "Bravo Zoé"
    assert preview(ours, Kind.ISSUED, "en", name="Zoé", title="t", link="https://x").subject == "Your credential: t"

    reset_wording(institution=ours, kind=Kind.ISSUED, language="fr", by=head(ours), now=NOW)
    assert not Wording.objects.exists()
    reset_wording(institution=ours, kind=Kind.ISSUED, language="fr", by=head(ours), now=NOW)
    assert [act.code for act in Act.objects.filter(code__startswith="letters.").order_by("pk")] == [
        "letters.reworded",
        "letters.words_reset",
    ]


def test_saving_the_same_words_twice_is_one_act(ours):
    save(ours)
    save(ours)

    assert Act.objects.filter(code="letters.reworded").count() == 1


def test_the_words_of_the_house_saved_are_not_words_of_ones_own(ours):
    save(ours)
    house = HOUSE["fr"][Kind.ISSUED]

    assert save(ours, subject=house.subject, text=house.body) is None
    assert not Wording.objects.exists()


def test_another_institution_keeps_its_words(ours):
    save(ours, subject="Bravo")

    other = body("certif-occitanie")
    assert preview(other, Kind.ISSUED, "fr", name="Zoé", title="t").subject == "Votre preuve\u00a0: t"


def test_whoever_prepares_batches_writes_no_words(ours):
    with pytest.raises(NotEntitled):
        save(ours, by=a_preparer(ours))
    with pytest.raises(NotEntitled):
        reset_wording(institution=ours, kind=Kind.ISSUED, language="fr", by=a_preparer(ours), now=NOW)


def test_trials_are_counted_by_the_hour(ours):
    def ask(at):
        ask_trial(institution=ours, kind=Kind.ISSUED, language="fr", by=head(ours), now=at)

    for minute in range(TRIALS):
        ask(NOW + timedelta(minutes=minute))
    with pytest.raises(NotNow):
        ask(NOW + timedelta(minutes=30))
    ask(NOW + timedelta(hours=2))

    assert Act.objects.filter(code="letters.trial_asked").count() == TRIALS + 1


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_the_sample_leaves_no_field_open(ours, kind, language):
    said = sample(ours, kind, language, link="https://sceau.example", now=NOW)

    assert not re.search(r"[{}]", " ".join([said.subject, *said.paragraphs]))
    assert "Alpes Numérique" in " ".join(said.paragraphs) or kind == Kind.RESTORED
    assert set(FIELDS) >= {"name", "title"}


def test_the_reason_of_a_revocation_is_in_its_letter_and_in_no_other(ours):
    (made,) = credentials(1, state="revoked", state_at=NOW, why="Pièce fausse")
    queue([made], Kind.REVOKED, due=NOW, now=NOW)
    queue([made], Kind.ISSUED, due=NOW, now=NOW)

    revoked, first = (
        " ".join(worded(Letter.objects.get(kind=kind)).paragraphs) for kind in (Kind.REVOKED, Kind.ISSUED)
    )
    assert "Pièce fausse" in revoked
    assert "Pièce fausse" not in first


def test_the_link_opens_the_page_while_there_is_an_opening(ours):
    (made,) = credentials(1)
    assert link_of(made).endswith(f"/v/{made.code}?o={made.opening}")

    made.opening = ""
    assert link_of(made).endswith(f"/v/{made.code}")
