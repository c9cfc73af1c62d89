"""A partner that holds a session learns nothing of whom the body knows, and writes in none of its records."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from institutions.people import NOW
from sceau.assessment.models import Candidate, ImportDraft, Session
from sceau.assessment.services import importing
from sceau.institutions.models import Habilitation
from sceau.jobs import outbox
from sceau.people.duplicates import suspected_duplicates
from sceau.people.models import Address, Change, CivilStatus, Guardian, Person
from sceau.people.services import add_address, add_guardian, create_person, merge, set_civil_status
from sceau.web.ports import ports

pytestmark = pytest.mark.django_db
HEADER = "Nom de naissance;Prénom;Date de naissance;Courriel;Téléphone\n"
NAMED = {"given_name": "Naïma", "birth_name": "Haddad", "language": "fr"}


@pytest.fixture
def terres():
    return making.body("terres-vives")


@pytest.fixture
def session(terres):
    body = making.body()
    given = Habilitation.objects.create(
        certifier=body,
        partner=terres,
        scope="train_and_assess",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        state="active",
        created_at=NOW,
    )
    return making.a_session(body, organiser=terres, habilitation=given, capacity=None)


@pytest.fixture
def thierry(client, terres):
    user = making.head(terres)
    client.force_login(user)
    return user


@pytest.fixture
def naima(session):
    """Whom the body knows well."""
    body = session.institution
    person = create_person(
        institution=body,
        given_name="Naïma",
        family_name="Haddad",
        native_name="نعيمة حداد",
        reference="A-0042",
        email="naima@example.org",
        phone="06 39 98 17 44",
        by=None,
        now=NOW,
    )
    add_address(person=person, kind="email", value="naima.secret@example.net", by=None, now=NOW)
    add_guardian(person=person, name="Samira Cachée", relation="mère", by=None, now=NOW)
    values = {"birth_name": "Haddad", "first_names": "Naïma", "birth_date": "1991-03-05", "sex": "F"}
    set_civil_status(person=person, values=values, box=ports().box, by=None, now=NOW)
    return person


def kept(person):
    """All that the body holds of somebody."""
    held = [Address, CivilStatus, Guardian, Change]
    rows = [sorted(map(str, model.objects.filter(person=person).values_list())) for model in held]
    return rows, Person.objects.filter(pk=person.pk).values_list().get()


def at(terres, name, *args):
    return reverse(name, args=[terres.slug, *args])


def enrol(client, terres, session, **typed):
    told = {f"person-{name}": value for name, value in typed.items() if name != "language"}
    return client.post(at(terres, "desk_candidate_add_new", session.uuid), told | {"language": "fr"}, follow=True)


def test_the_same_name_and_address_is_the_same_person_and_nothing_more_is_shown(
    client, terres, session, thierry, naima
):
    before = kept(naima)

    shown = enrol(client, terres, session, **NAMED, email="naima@example.org").content.decode()

    assert Candidate.objects.get().person == naima
    assert kept(naima) == before
    assert "naima@example.org" in shown
    for secret in ("naima.secret", "06 39", "A-0042", "نعيمة", "Samira"):
        assert secret not in shown


def test_whoever_is_known_and_whoever_is_not_look_the_same(client, terres, session, thierry, naima):
    known = enrol(client, terres, session, **NAMED, email="naima@example.org").content.decode()
    new = enrol(client, terres, session, **NAMED | {"given_name": "Nadia"}, email="nadia@example.org").content.decode()
    first, second = Candidate.objects.order_by("number")

    def plain(page, candidate):
        for word, same in ((str(candidate.uuid), "uuid"), (f"n°\xa0{candidate.number}", "n°")):
            page = page.replace(word, same)
        return [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]

    one = plain(known.replace("Naïma", "who").replace("naima@", "who@"), first)
    other = plain(new.replace("Nadia", "who").replace("nadia@", "who@"), second)
    assert one == other


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "capture@example.org"},
        {"email": "naima@example.org", "given_name": "Naima"},
        {"email": "naima.secret@example.net"},
        {},
    ],
)
def test_anything_else_is_a_record_of_its_own_that_is_shown_to_the_body(client, terres, session, thierry, naima, typed):
    before = kept(naima)

    enrol(client, terres, session, **NAMED | typed)

    made = Candidate.objects.get().person
    assert made != naima
    assert kept(naima) == before
    assert [{each.one, each.other} for each in suspected_duplicates(session.institution)] == [{naima, made}]


def test_an_invitation_goes_to_whom_it_was_typed_for_and_captures_nobodys_mail(
    client, terres, session, thierry, naima, mailoutbox
):
    before = kept(naima)
    outbox.drain(clock=now, at_most=importing.KEPT)  # those about its design
    mailoutbox.clear()
    client.post(at(terres, "desk_candidate_invite", session.uuid), NAMED | {"email": "capture@example.org"})
    outbox.drain(clock=now, at_most=importing.KEPT)

    assert Candidate.objects.get().person != naima
    assert kept(naima) == before
    assert {to for letter in mailoutbox for to in letter.to} == {"capture@example.org"}


def table(*lines):
    return (HEADER + "".join(f"{line}\n" for line in lines)).encode()


def staged(client, terres, session, content):
    sent = SimpleUploadedFile("juin.csv", content)
    client.post(at(terres, "desk_candidates_import", session.uuid), {"file": sent})
    return ImportDraft.objects.get()


def test_a_file_names_no_homonym_and_touches_no_record(client, terres, session, thierry, naima):
    before = kept(naima)
    draft = staged(
        client,
        terres,
        session,
        table(
            "Haddad;Naïma;;capture@example.org;",
            "Haddad;Naïma;05/03/1991;autre@example.org;06 11 22 33 44",
        ),
    )

    page = client.get(at(terres, "desk_import", draft.uuid)).content.decode()
    assert "déjà connu" not in page
    assert "porte ce nom" not in page
    client.post(at(terres, "desk_import_confirm", draft.uuid))
    assert Candidate.objects.count() == 2
    assert naima not in {each.person for each in Candidate.objects.all()}
    assert kept(naima) == before
    assert Address.objects.get(value="capture@example.org").person != naima


def test_the_same_file_again_knows_those_that_the_partner_brought(client, terres, session, thierry, naima):
    content = table("Haddad;Naïma;;naima@example.org;", "Le Goff;Élodie;30/06/1992;elodie@example.org;06 11 22 33 44")
    draft = staged(client, terres, session, content)
    client.post(at(terres, "desk_import_confirm", draft.uuid))
    assert Candidate.objects.get(number=1).person == naima

    again = staged(client, terres, session, content)
    page = client.get(at(terres, "desk_import", again.uuid) + "?show=already").content.decode()
    assert "2 lignes" in page
    client.post(at(terres, "desk_import_confirm", again.uuid))
    assert Candidate.objects.count() == 2
    assert Person.objects.count() == 2


def test_in_another_session_of_the_partner_its_own_people_are_met_again(client, terres, session, thierry):
    line = "Le Goff;Élodie;30/06/1992;elodie@example.org;06 11 22 33 44"
    client.post(at(terres, "desk_import_confirm", staged(client, terres, session, table(line)).uuid))
    again = making.a_session(session.institution, organiser=terres, habilitation=session.habilitation)

    client.post(at(terres, "desk_import_confirm", staged(client, terres, again, table(line)).uuid))

    assert Person.objects.count() == 1
    assert Candidate.objects.count() == 2


def test_a_partner_says_of_no_row_that_it_is_somebody_it_does_not_meet(client, terres, session, thierry, naima):
    draft = staged(client, terres, session, table("Haddad;Naïma;;capture@example.org;"))

    client.post(at(terres, "desk_import_row", draft.uuid, 2), {"act": "settle", "person": str(naima.uuid)})
    draft.refresh_from_db()
    assert draft.chosen == {}
    with pytest.raises(importing.WrongValue):
        importing.settle(draft=draft, line=2, as_person=naima, by=thierry, now=now())


def test_what_the_body_merged_later_shows_the_partner_no_other_address(client, terres, session, thierry, naima):
    enrol(client, terres, session, **NAMED, email="capture@example.org")
    candidate = Candidate.objects.get()
    merge(kept=naima, other=candidate.person, why="La même", by=making.head(session.institution), now=NOW)

    shown = client.get(at(terres, "desk_candidate", candidate.uuid)).content.decode()
    assert "capture@example.org" in shown
    assert "naima@example.org" not in shown
    assert "naima.secret" not in shown


def test_the_body_recognises_its_people_in_its_own_sessions_as_before(client, session, naima):
    own = making.a_session(session.institution)
    client.force_login(making.head(session.institution))

    told = {"person-given_name": "Naima", "person-birth_name": "Haddad", "person-email": "naima@example.org"}
    client.post(reverse("desk_candidate_add_new", args=[own.institution.slug, own.uuid]), told | {"language": "fr"})

    assert Candidate.objects.get().person == naima
    assert Session.objects.count() == 2


def test_a_file_of_a_partner_changes_an_enrolment_and_shows_or_changes_no_record(
    client, terres, session, thierry, naima
):
    first = "Nom de naissance;Prénom;Courriel;Groupe\nHaddad;Naïma;naima@example.org;Matin\n"
    client.post(at(terres, "desk_import_confirm", staged(client, terres, session, first.encode()).uuid))
    before = kept(naima)

    draft = staged(client, terres, session, first.replace("Haddad", "HADDAD").replace("Matin", "Soir").encode())
    page = client.get(at(terres, "desk_import", draft.uuid), {"show": "changed"}).content.decode()
    client.post(at(terres, "desk_import_take", draft.uuid))

    assert Candidate.objects.filter(person=naima).count() == 1
    assert "A-0042" not in page
    assert "naima.secret" not in page
    assert kept(naima) == before
