"""Planning, convocations, attendance, incidents and papers, by their pages."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from assessment.making import a_session, body, candidates, head, version
from sceau.assessment.models import Attempt, Award, Candidate, Cohort, Convocation, Incident, Sheet, Slot
from sceau.assessment.services.examday import note_presence, open_sheet
from sceau.web.desk.days import write_day
from sceau.web.desk.hours import moment_of, read_hour
from signing_in import prove_now

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DRAWN = "M10 20L12 25L20 40L33 41L60 12L90 80"


def at(name, *args):
    return reverse(name, args=["alpes-numerique", *args])


def said(answer):
    """The words of a page, its signs as they are read."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def amina():
    return head(body())


@pytest.fixture
def here(client, amina):
    prove_now(client, amina)
    return client


@pytest.fixture
def session(amina):
    """Today, so that one may sign."""
    return a_session(starts_on=localdate(), ends_on=localdate())


def slot(**values):
    given = {
        "event": "E1",
        "whom": "all",
        "day": write_day(localdate()),
        "begins": "9 h",
        "ends": "11h30",
        "room": "B12",
    }
    return given | values


# --- planning


def test_groups_are_made_filled_renamed_and_removed(here, session):
    people = candidates(session, 3)
    for name in ("Matin", "Soir"):
        here.post(at("desk_session_cohort_add", session.uuid), {"name": name})
    morning, evening = Cohort.objects.order_by("name")
    assert "La session a déjà un groupe" in said(
        here.post(at("desk_session_cohort_add", session.uuid), {"name": "Soir"})
    )

    here.post(
        at("desk_session_groups", session.uuid),
        {"candidate": [str(people[0].uuid), "nonsense"], "into": str(evening.uuid)},
    )
    answer = here.post(at("desk_session_spread", session.uuid), follow=True)

    assert "2 personnes sont réparties." in said(answer)
    assert sorted(Candidate.objects.values_list("cohort__name", flat=True)) == ["Matin", "Matin", "Soir"]
    here.post(at("desk_session_cohort", session.uuid, morning.uuid), {"name": "Aube"})
    assert "Aube" in said(here.get(at("desk_session_planning", session.uuid)))
    here.post(at("desk_session_cohort", session.uuid, morning.uuid), {"act": "remove"})
    assert Cohort.objects.count() == 1


def test_a_slot_is_added_moved_and_removed(here, session):
    add = at("desk_session_slot_add", session.uuid)
    assert here.get(add).status_code == 200
    here.post(add, slot())
    made = Slot.objects.get()
    assert (localtime(made.starts_at).hour, made.ends_at - made.starts_at) == (9, timedelta(hours=2, minutes=30))

    page = at("desk_session_slot", session.uuid, made.uuid)
    here.post(page, slot(begins="14:00", ends="16:00", capacity="8"))
    made.refresh_from_db()
    assert (localtime(made.starts_at).hour, made.capacity) == (14, 8)
    here.post(at("desk_session_slot_remove", session.uuid, made.uuid))
    assert not Slot.objects.exists()


def test_a_slot_is_cut_into_passages_and_people_are_placed(here, session):
    people = candidates(session, 4)
    here.post(
        at("desk_session_slot_add", session.uuid), slot(event="E2", whom="one", ends="10:30", length="20", pause="5")
    )
    assert Slot.objects.filter(individual=True).count() == 3

    lacking = here.post(at("desk_session_place", session.uuid, "E2"), follow=True)
    assert "Il manque des places" in said(lacking)
    here.post(at("desk_session_slot_add", session.uuid), slot(event="E2", whom="one", begins="11", ends="12"))
    here.post(at("desk_session_place", session.uuid, "E2"))
    last = Slot.objects.order_by("starts_at").last()
    assert list(last.candidates.all()) == [people[3]]

    page = at("desk_session_slot", session.uuid, last.uuid)
    assert "checked" in here.get(page).content.decode()
    here.post(page, slot(begins="11", ends="12", candidate=[str(people[0].uuid)]))
    assert list(last.candidates.all()) == [people[0]]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"begins": "25 h"}, "n’est pas une heure"),
        ({"ends": "8 h"}, "finit avant de commencer"),
        ({"day": ""}, "Donnez une date"),
        ({"length": "20"}, "va avec des personnes placées une à une"),
        ({"whom": "one", "length": "500"}, "Aucun passage de cette durée"),
        ({"event": "E9"}, "Choisissez dans la liste"),
    ],
)
def test_a_slot_that_cannot_be_is_refused_where_it_was_typed(here, session, values, word):
    answer = here.post(at("desk_session_slot_add", session.uuid), slot(**values))

    assert word in said(answer)
    assert not Slot.objects.exists()


def test_what_does_not_fit_together_is_told(here, session):
    candidates(session, 2)
    here.post(at("desk_session_slot_add", session.uuid), slot())
    here.post(at("desk_session_slot_add", session.uuid), slot(event="E2", begins="10", room="b12"))

    text = said(here.get(at("desk_session_planning", session.uuid)))

    assert "La même salle sert deux fois" in text
    assert "2 personnes sont attendues à deux endroits" in text


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9", "09:00"),
        ("9 h", "09:00"),
        ("09h30", "09:30"),
        ("14:05", "14:05"),
        ("2:30 pm", "14:30"),
        ("12 am", "00:00"),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed, hour):
    assert read_hour(typed).isoformat("minutes") == hour


def test_an_hour_that_the_clock_jumps_over_is_refused():
    from datetime import date

    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="heure d’été"):
        moment_of(date(2027, 3, 28), read_hour("2:30"))


# --- convocations


def test_everybody_is_called_by_mail_and_who_has_no_address_on_paper(here, session):
    candidates(session, 3)
    Candidate.objects.get(number=3).person.addresses.update(removed_at=now())
    url = at("desk_session_calls", session.uuid)
    assert "Convoquer 2 personnes par message" in said(here.get(url))

    answer = here.post(url, {"way": "mail"}, follow=True)
    assert "2 convocations partent par message." in said(answer)
    paper = here.post(url, {"way": "print"})

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert sorted(Convocation.objects.values_list("way", flat=True)) == ["mail", "mail", "print"]
    assert "Chacun sait quand et où venir." in said(here.get(url))


def test_what_moved_is_to_be_sent_again(here, session):
    candidates(session, 1)
    here.post(at("desk_session_calls", session.uuid), {"way": "mail"})
    here.post(at("desk_session_slot_add", session.uuid), slot())

    assert "À renvoyer" in said(here.get(at("desk_session_calls", session.uuid)))
    assert "1 reste à convoquer." in said(here.get(at("desk_session_day", session.uuid)))


def test_calls_are_listed_in_as_many_statements(here, session, django_assert_max_num_queries):
    for count in (1, 3):
        candidates(session, count)
        with django_assert_max_num_queries(16):
            here.get(at("desk_session_calls", session.uuid))


# --- attendance


@pytest.fixture
def sheet(session, amina):
    candidates(session, 3)
    return open_sheet(session=session, day=localdate(), half="am", by=amina, now=now())


def test_a_sheet_is_opened_noted_signed_and_closed(here, session):
    candidates(session, 3)
    opened = here.post(
        at("desk_session_sheet_open", session.uuid), {"day": write_day(localdate()), "half": "am"}, follow=True
    )
    assert "La feuille est prête." in said(opened)
    row = Sheet.objects.get()
    first, second, _third = row.lines.order_by("candidate__number")

    pad = here.get(at("desk_session_sheet_sign", session.uuid, row.uuid, first.pk))
    assert "data-sign" in pad.content.decode()
    wrong = here.post(at("desk_session_sheet_sign", session.uuid, row.uuid, first.pk), {"drawn": "<svg>"})
    assert "n’a pas été compris" in said(wrong)
    here.post(at("desk_session_sheet_sign", session.uuid, row.uuid, first.pk), {"drawn": DRAWN})
    here.post(at("desk_session_sheet_note", session.uuid, row.uuid), {f"line-{second.pk}": "excused"})
    here.post(at("desk_session_sheet_note", session.uuid, row.uuid), {"act": "rest"})
    assert sorted(row.lines.values_list("presence", flat=True)) == ["absent", "excused", "present"]
    assert f'd="{DRAWN}"' in here.get(at("desk_session_sheet", session.uuid, row.uuid)).content.decode()

    answer = here.post(at("desk_session_sheet_close", session.uuid, row.uuid), follow=True)
    assert "La feuille est close." in said(answer)
    late = here.post(
        at("desk_session_sheet_note", session.uuid, row.uuid), {f"line-{second.pk}": "present"}, follow=True
    )
    assert "Cette feuille d’émargement est close" in said(late)


def test_whoever_was_never_there_is_said_absent_by_one_click(here, session, sheet, amina):
    absent, *others = sheet.lines.order_by("candidate__number")
    noted = {absent.pk: "absent", **{each.pk: "present" for each in others}}
    note_presence(sheet=sheet, noted=noted, by=amina, now=now())
    assert "Jamais présents" not in said(here.get(at("desk_session_day", session.uuid)))
    here.post(at("desk_session_sheet_close", session.uuid, sheet.uuid))
    assert "Jamais présents" in said(here.get(at("desk_session_day", session.uuid)))

    here.post(at("desk_session_absent", session.uuid, absent.candidate.uuid))

    assert Attempt.objects.get(candidate=absent.candidate).said == "absent"
    assert "Jamais présents" not in said(here.get(at("desk_session_day", session.uuid)))


def test_a_scan_is_deposited_and_given_back_as_a_file_to_keep(here, session, sheet):
    url = at("desk_session_sheet_scan", session.uuid, sheet.uuid)
    program = SimpleUploadedFile("feuille.pdf", b"MZ\x90\0" + b"\0" * 64)
    assert "programme Windows" in said(here.post(url, {"scan": program}))
    assert here.get(url).status_code == 404

    here.post(url, {"scan": SimpleUploadedFile("feuille.pdf", PDF)})
    kept = here.get(url)

    assert b"".join(kept) == PDF
    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"].startswith("attachment;")
    assert (kept["X-Content-Type-Options"], kept["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_somebody_else_is_added_to_a_sheet(here, session, sheet):
    url = at("desk_session_sheet_line", session.uuid, sheet.uuid)
    here.post(url, {"name": "Zoé Martin", "quality": "surveillance"})

    assert "Zoé Martin" in said(here.get(at("desk_session_sheet", session.uuid, sheet.uuid)))


def test_things_of_another_session_are_not_found_under_this_one(here, session, sheet):
    other = a_session()
    (line,) = sheet.lines.all()[:1]
    group = Cohort.objects.create(session=session, name="A")
    made = Slot.objects.create(session=session, event="E1", starts_at=now(), ends_at=now() + timedelta(hours=1))
    asked = [
        ("desk_session_sheet", sheet.uuid),
        ("desk_session_sheet_sign", sheet.uuid, line.pk),
        ("desk_session_sheet_scan", sheet.uuid),
        ("desk_session_cohort", group.uuid),
        ("desk_session_slot", made.uuid),
        ("desk_session_attestation", line.candidate.uuid),
        ("desk_session_attendance", str(localdate())),
        ("desk_session_blank_grids", "E9"),
    ]

    assert [here.get(at(name, other.uuid, *args)).status_code for name, *args in asked] == [404] * len(asked)


# --- papers


def test_papers_are_pdf_files_to_keep(here, session, sheet, amina):
    first = sheet.lines.order_by("candidate__number").first()
    note_presence(sheet=sheet, noted={first.pk: "present"}, by=amina, now=now())
    asked = [
        at("desk_session_attendance", session.uuid, str(localdate())),
        at("desk_session_blank_grids", session.uuid, "E1"),
        at("desk_session_blank_grids", session.uuid, "E1") + "?for=all&form=short",
        at("desk_session_attestation", session.uuid, first.candidate.uuid),
    ]

    for url in asked:
        answer = here.get(url)
        assert answer.content.startswith(b"%PDF"), url
        assert answer["Content-Disposition"].startswith("attachment;"), url
    assert not Award.objects.exists()  # to have been there is nothing that one can do


def test_who_was_not_there_has_no_attestation(here, session, sheet):
    first = sheet.lines.first()

    assert here.get(at("desk_session_attestation", session.uuid, first.candidate.uuid)).status_code == 404


# --- incidents


def test_an_incident_is_written_down(here, session):
    (somebody,) = candidates(session, 1)
    url = at("desk_session_incidents", session.uuid)
    assert here.get(url).status_code == 200
    moment = localtime(now() - timedelta(minutes=30))
    form = {
        "day": write_day(moment.date()),
        "hour": f"{moment:%H:%M}",
        "candidate": str(somebody.uuid),
        "words": "Panne de courant.",
        "measures": "Temps rendu.",
        "in_minutes": "on",
    }

    answer = here.post(url, form, follow=True)

    assert "L’incident est consigné" in said(answer)
    assert "Panne de courant." in said(answer)
    assert Incident.objects.get().candidate == somebody
    assert "Dites ce qui s’est passé" in said(here.post(url, form | {"words": ""}))
    tomorrow = write_day(moment.date() + timedelta(days=1))
    assert "à l’horloge de Sceau" in said(here.post(url, form | {"day": tomorrow}))
    assert Incident.objects.count() == 1


def test_nobody_from_elsewhere_gets_a_paper(client, session):
    prove_now(client, head(body("certif-occitanie")))
    version(institution=body("certif-occitanie"))

    assert client.get(at("desk_session_blank_grids", session.uuid, "E1")).status_code == 404
