"""The desk's pages about candidates: a session's list, one file, evidence, controls, an import."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessment import making
from assessment.deciders import BEST, jury_session
from institutions.people import NOW
from intake.workbooks import xlsx
from sceau.assessment.models import Arrangement, Attempt, Candidate, Control, ImportDraft, Piece
from sceau.assessment.prerequisites import conditions_of
from sceau.assessment.services import enrolment
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import ResultState
from sceau.institutions.models import Habilitation

pytestmark = pytest.mark.django_db
PNG = io.BytesIO()
Image.new("RGB", (4, 4)).save(PNG, "PNG")
PNG = PNG.getvalue()


@pytest.fixture
def session():
    return making.a_session(is_public=True, takes_experience=True)


@pytest.fixture
def amina(session, client):
    user = making.head(session.institution)
    client.force_login(user)
    return user


def url(name, session, *args):
    return reverse(name, args=[session.institution.slug, *args])


FILE_PAGES = (
    "desk_candidate",
    "desk_candidate_edit",
    "desk_candidate_prerequisites",
    "desk_candidate_arrangements",
    "desk_candidate_controls",
    "desk_candidate_evidence",
    "desk_candidate_results",
    "desk_candidate_history",
)


def test_every_page_of_a_file_opens_for_whoever_manages_the_session(client, session, amina):
    [candidate] = making.candidates(session)

    for name in FILE_PAGES:
        answer = client.get(url(name, session, candidate.uuid))
        assert answer.status_code == 200, name
        assert str(candidate.person) in answer.content.decode(), name


@pytest.mark.parametrize("name", FILE_PAGES)
def test_whoever_works_elsewhere_finds_no_file(client, session, name):
    [candidate] = making.candidates(session)
    bruno = making.head(making.body("certif-occitanie"))
    client.force_login(bruno)

    assert client.get(url(name, session, candidate.uuid)).status_code == 404
    assert client.get(reverse(name, args=["certif-occitanie", candidate.uuid])).status_code == 404


def test_a_referent_for_disability_sees_the_list_and_enrols_nobody(client, session):
    [candidate] = making.candidates(session)
    client.force_login(making.colleague(session.institution, "Aude Itrice", "disability_officer"))

    page = client.get(url("desk_session_candidates", session, session.uuid))
    assert str(candidate.person) in page.content.decode()
    assert "Inscrire quelqu’un" not in page.content.decode()
    for name, args in (
        ("desk_candidate_move", [candidate.uuid, "withdraw"]),
        ("desk_candidate_edit", [candidate.uuid]),
    ):
        assert client.post(url(name, session, *args), {"why": "x"}).status_code in (403, 404)
    candidate.refresh_from_db()
    assert candidate.state == "enrolled"


def test_the_list_asks_as_much_of_the_database_for_one_as_for_many(
    client, session, amina, django_assert_max_num_queries
):
    making.candidates(session, 1)
    with django_assert_max_num_queries(100) as one:
        client.get(url("desk_session_candidates", session, session.uuid))
    making.candidates(session, 4)
    with django_assert_max_num_queries(len(one)):
        page = client.get(url("desk_session_candidates", session, session.uuid))
    assert page.content.decode().count("desk/alpes-numerique/candidates/") >= 5


def test_the_list_is_searched_and_narrowed(client, session, amina):
    first, second = making.candidates(session, 2)
    address = url("desk_session_candidates", session, session.uuid)

    found = client.get(address, {"q": first.person.family_name}).content.decode()
    assert str(first.person) in found
    assert str(second.person) not in found
    assert "Personne ne répond" in client.get(address, {"show": "gone"}).content.decode()


def test_somebody_new_is_enrolled_with_the_conditions_answered(client, session, amina):
    address = url("desk_candidate_add_new", session, session.uuid)
    assert client.get(address).status_code == 200
    typed = {
        "person-given_name": "Naïma",
        "person-birth_name": "Haddad",
        "person-email": "naima@example.org",
        "language": "fr",
        "access_route": "VAE",
        "by_experience": "on",
        "tell": "on",
        "enrolled_on": "20/11/2026",
        "prerequisite_0": "no",
    }

    refused = client.post(address, typed)
    assert "Dites pourquoi vous en dispensez" in refused.content.decode()
    assert not Candidate.objects.exists()
    assert client.post(address, typed | {"waiver": "Huit ans d’atelier."}).status_code == 302
    candidate = Candidate.objects.get()
    assert (str(candidate.person), candidate.access_route, candidate.by_experience) == ("Naïma Haddad", "VAE", True)
    assert candidate.prerequisites[0]["waived"] == "Huit ans d’atelier."


def test_somebody_known_is_found_first(client, session, amina):
    person = making.a_person(session.institution)
    address = url("desk_candidate_add", session, session.uuid)

    page = client.get(address, {"q": person.family_name}).content.decode()
    assert url("desk_candidate_add_person", session, session.uuid, person.uuid) in page
    client.post(url("desk_candidate_add_person", session, session.uuid, person.uuid), {"language": "fr"})
    assert Candidate.objects.get().person == person
    again = client.get(url("desk_candidate_add_person", session, session.uuid, person.uuid))
    assert again.status_code == 302


def test_an_invitation_waits_for_its_answer(client, session, amina):
    typed = {"given_name": "Élodie", "birth_name": "Le Goff", "email": "elodie@example.org", "language": "fr"}

    assert client.post(url("desk_candidate_invite", session, session.uuid), typed).status_code == 302
    assert Candidate.objects.get().state == "invited"


def test_applications_are_accepted_several_at_once_and_refused_with_a_reason(client, session, amina):
    answers = [{"met": True, "words": ""} for _ in conditions_of(rules_for(session))]
    first, second, third = (
        enrolment.apply(session=session, person=making.a_person(session.institution, n), prerequisites=answers, now=NOW)
        for n in range(3)
    )
    address = url("desk_session_candidates", session, session.uuid)

    client.post(address, {"act": "accept", "chosen": [first.uuid, second.uuid]})
    refusal = url("desk_candidate_move", session, third.uuid, "refuse")
    assert client.get(refusal).status_code == 200
    assert client.post(refusal, {"why": ""}).status_code == 200
    client.post(refusal, {"why": "Les preuves manquent."})

    assert list(Candidate.objects.order_by("number").values_list("state", flat=True)) == [
        "enrolled",
        "enrolled",
        "refused",
    ]


def test_arrangements_are_asked_and_decided_by_whoever_may(client, session, amina):
    [candidate] = making.candidates(session)
    page = url("desk_candidate_arrangements", session, candidate.uuid)
    client.post(page, {"kind": "extra_time", "extra_percent": "33"})
    arrangement = Arrangement.objects.get()
    assert client.post(page, {"kind": "equipment"}).status_code == 200

    client.post(url("desk_arrangement_decide", session, arrangement.uuid, "grant"))
    arrangement.refresh_from_db()
    assert (arrangement.state, arrangement.decided_by, arrangement.extra_percent) == ("granted", amina, 33)


def test_controls_of_a_whole_event_are_noted_in_one_go(client, session, amina):
    first, second = making.candidates(session, 2)
    event = rules_for(session).events[0].id
    chosen = [each.uuid for each in Attempt.objects.filter(candidate__in=(first, second))]
    address = url("desk_session_controls", session, session.uuid)
    assert client.get(address).status_code == 200
    seen = {"watched": "onsite", "supervisor": "Mona Petit", "method": "onsite", "document": "identity_card"}

    assert client.post(address, {"event": event, "chosen": chosen, **seen}).status_code == 200  # nothing came of it?
    client.post(address, {"event": event, "chosen": chosen, **seen, "outcome": "verified"})

    noted = Control.objects.filter(event=event)
    assert {(each.supervision, each.outcome, each.checked_by) for each in noted} == {
        ("sup_onsite_id", "verified", amina)
    }
    assert client.get(url("desk_candidate_controls", session, first.uuid), {"event": event}).status_code == 200


def test_evidence_is_known_by_its_bytes_and_given_back_to_save(client, session, amina):
    [candidate] = making.candidates(session)
    page = url("desk_candidate_evidence", session, candidate.uuid)
    picture = SimpleUploadedFile("../../photo.html", PNG, content_type="text/html")
    client.post(page, {"kind": "file", "title": "Mon montage", "file": picture})
    piece = Piece.objects.get()
    assert (piece.media_type, piece.name, piece.text) == ("image/png", "Mon montage", "photo.html.png")

    given = client.get(url("desk_piece_file", session, piece.uuid))
    assert b"".join(given.streaming_content) == PNG
    assert given["Content-Disposition"].startswith("attachment")
    assert (given["X-Content-Type-Options"], given["Content-Security-Policy"][:7]) == ("nosniff", "sandbox")

    program = SimpleUploadedFile("photo.png", b"MZ\x90\x00" + bytes(200), content_type="image/png")
    refused = client.post(page, {"kind": "file", "title": "Autre", "file": program})
    assert "un programme Windows" in refused.content.decode()
    client.post(url("desk_piece_remove", session, piece.uuid))
    assert client.get(url("desk_piece_file", session, piece.uuid)).status_code == 404
    piece.refresh_from_db()
    assert len(piece.digest) == 64


def test_a_suspension_is_said_with_a_reason_and_lifted(client, session, amina):
    [candidate] = making.candidates(session)
    page = url("desk_candidate_results", session, candidate.uuid)

    assert client.post(page, {"said": "suspended", "why": ""}).status_code == 200
    client.post(page, {"said": "suspended", "why": "Identité à éclaircir."})
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.said_why) == ("suspended", "Identité à éclaircir.")
    client.post(page, {"said": "", "why": ""})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.said) == ("to_assess", "")


def test_a_link_is_shown_once_and_all_of_them_are_closed(client, session, amina):
    [candidate] = making.candidates(session)

    shown = client.post(url("desk_candidate_link", session, candidate.uuid, "show")).content.decode()
    assert "https://sceau.example/candidate/open/" in shown
    client.post(url("desk_candidate_link", session, candidate.uuid, "withdraw"))
    assert candidate.links.get().withdrawn_at is not None


def test_a_file_goes_from_upload_to_enrolment(client, session, amina):
    table = (
        "Nom;Prénom;Date de naissance;Courriel;Groupe\n"
        "Haddad;Naïma;05/03/1991;naima@example.org;Matin\n"
        "Le Goff;Élodie;31/06/1992;elodie@example.org;Matin\n"
        "Öberg;Björn;01/02/1988;bjorn@gmial.com;Soir\n"
    ).encode("cp1252")
    address = url("desk_candidates_import", session, session.uuid)
    assert client.get(address).status_code == 200
    client.post(address, {"file": SimpleUploadedFile("juin.csv", table)})
    draft = ImportDraft.objects.get()

    for show in ("", "to_correct", "suspicious", "ready", "already", "left"):
        assert client.get(url("desk_import", session, draft.uuid), {"show": show}).status_code == 200
    assert client.get(url("desk_import_columns", session, draft.uuid)).status_code == 200
    wrong = client.get(url("desk_import_wrong", session, draft.uuid)).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in wrong.splitlines()] == ["Nom", "Le Goff", "Öberg"]
    client.post(
        url("desk_import_row", session, draft.uuid, 3), {"act": "correct", "cell-2": "30/06/1992", "show": "to_correct"}
    )
    client.post(url("desk_import_row", session, draft.uuid, 4), {"act": "settle"})
    assert client.get(url("desk_import_confirm", session, draft.uuid)).status_code == 200
    client.post(url("desk_import_confirm", session, draft.uuid), {"tell": "yes"})

    assert Candidate.objects.count() == 3
    assert not ImportDraft.objects.exists()


def test_a_sheet_of_a_workbook_is_named(client, session, amina):
    head = ["Nom", "Prénom", "Courriel"]
    book = xlsx({"Juin": [head, ["Haddad", "Naïma", "n@x.example"]], "Mai": [head, ["Öberg", "Björn", "b@x.example"]]})
    address = url("desk_candidates_import", session, session.uuid)

    refused = client.post(address, {"file": SimpleUploadedFile("a.xlsx", book), "sheet": "Mars"})
    assert "Juin, Mai" in refused.content.decode()
    page = client.post(address, {"file": SimpleUploadedFile("a.xlsx", book), "sheet": "Mai"}, follow=True)
    assert "Öberg" in page.content.decode()
    assert "Haddad" not in page.content.decode()


def test_columns_are_given_another_meaning(client, session, amina):
    table = "Truc;Prénom;Courriel\nHaddad;Naïma;naima@example.org\n".encode()
    client.post(
        url("desk_candidates_import", session, session.uuid),
        {"file": SimpleUploadedFile("a.csv", io.BytesIO(table).read())},
    )
    draft = ImportDraft.objects.get()
    page = url("desk_import_columns", session, draft.uuid)
    assert client.get(url("desk_import", session, draft.uuid)).status_code == 302

    meaning = {"revision": draft.revision, "column-0": "birth_name", "column-1": "given_name", "column-2": "email"}
    assert client.post(page, meaning).status_code == 302
    assert client.get(url("desk_import", session, draft.uuid)).status_code == 200
    stale = client.post(page, meaning | {"column-0": ""})
    assert "Quelqu’un a modifié ce fichier" in stale.content.decode()


@pytest.mark.parametrize("seal", [False, True])
def test_a_partner_that_organises_learns_no_decision_before_candidates_do(client, seal):
    deliberation = jury_session([BEST], seal=seal)
    session, terres = deliberation.session, making.body("terres-vives")
    session.organiser = terres
    session.habilitation = Habilitation.objects.create(
        certifier=session.institution,
        partner=terres,
        scope="train_and_assess",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        state="active",
        created_at=NOW,
    )
    session.save()
    candidate = session.candidates.get()
    theirs = reverse("desk_candidate_results", args=[terres.slug, candidate.uuid])

    client.force_login(making.head(terres))
    before = client.get(theirs).content.decode()
    assert "<dt>Décision</dt>" not in before
    assert "Note, sur 100" not in before
    result = f">{ResultState.ACQUIRED.label}<"
    assert result not in before
    listed = client.get(reverse("desk_session_candidates", args=[terres.slug, session.uuid])).content.decode()
    assert result not in listed
    client.force_login(making.head(session.institution))
    ours = client.get(url("desk_candidate_results", session, candidate.uuid)).content.decode()
    assert result in ours
    assert ("<dt>Décision</dt>" in ours) is seal

    if seal:
        release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)
        client.force_login(making.head(terres))
        assert "<dt>Décision</dt>" in client.get(theirs).content.decode()


@pytest.mark.parametrize("state", ["marked", "deliberation", "decided", "released", "cancelled"])
def test_a_session_that_takes_nobody_any_more_offers_nobody_a_place(client, session, amina, state):
    [candidate] = making.candidates(session)
    [gone] = making.candidates(session, state="withdrawn")
    session.state = state
    session.save()

    page = client.get(url("desk_session_candidates", session, session.uuid)).content.decode()
    for offered in ("Inscrire quelqu’un", "Importer un fichier", "Inviter par courriel"):
        assert offered not in page
    assert "Rétablir" not in client.get(url("desk_candidate", session, gone.uuid)).content.decode()
    withdrawn = (
        "Enregistrer le désistement" in client.get(url("desk_candidate", session, candidate.uuid)).content.decode()
    )
    assert withdrawn == (state == "marked")
    for name in ("desk_candidate_add", "desk_candidate_add_new", "desk_candidate_invite", "desk_candidates_import"):
        answer = client.get(url(name, session, session.uuid), follow=True)
        assert "n’inscrit plus personne" in answer.content.decode(), name
        assert answer.redirect_chain


def test_languages_are_chosen_by_their_names(client, session, amina):
    page = client.get(url("desk_candidate_invite", session, session.uuid)).content.decode()
    assert '<option value="ar">Arabe</option>' in page
    assert page.index(">Français<") < page.index(">Anglais<") < page.index(">Albanais<")
    typed = {"given_name": "Élodie", "birth_name": "Le Goff", "email": "elodie@example.org"}

    assert (
        "Choisissez dans la liste"
        in client.post(
            url("desk_candidate_invite", session, session.uuid), typed | {"language": "français"}
        ).content.decode()
    )
    client.post(url("desk_candidate_invite", session, session.uuid), typed | {"language": "ar"})
    candidate = Candidate.objects.get()
    assert candidate.language == "ar"
    assert "Arabe" in client.get(url("desk_candidate", session, candidate.uuid)).content.decode()
    Candidate.objects.update(language="zh-Hant")
    edited = client.get(url("desk_candidate_edit", session, candidate.uuid)).content.decode()
    assert '<option value="zh-Hant" selected>Chinois (zh-Hant)</option>' in edited


def test_one_name_is_enough_and_neither_is_called_optional(client, session, amina):
    address = url("desk_candidate_invite", session, session.uuid)
    page = client.get(address).content.decode()
    for label in ("Prénom", "Nom"):
        assert re.search(rf"<label[^>]*>{label}</label>", page), label

    typed = {"given_name": "", "birth_name": "Suharto", "email": "suharto@example.org", "language": "id"}
    refused = client.post(address, typed | {"birth_name": " "}).content.decode()
    assert "un nom ou un prénom" in refused.lower()
    assert client.post(address, typed).status_code == 302
    assert str(Candidate.objects.get().person) == "Suharto"
