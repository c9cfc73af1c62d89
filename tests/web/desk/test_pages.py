"""What the pages of the desk do with what is typed."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from PIL import Image

from institutions.people import member, person
from sceau.institutions.models import Delegation, Evidence, Habilitation, Invitation, Logo, Membership, Unit
from sceau.institutions.services import create_delegation, give_habilitation, invite, request_habilitation
from sceau.keyring.models import SigningKey
from sceau.keyring.services import ask_for_key
from sceau.web.desk.days import write_day
from signing_in import prove_now

PDF = b"%PDF-1.7\nacte\n%%EOF"


def at(name, *args, slug="alpes-numerique"):
    return reverse(name, args=[slug, *args])


def png(size=(64, 64)):
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG")
    return out.getvalue()


def said(answer):
    """The words of a page, its signs as they are read."""
    import html

    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def here(client, amina):
    prove_now(client, amina)
    return client


# the profile


def profile(**changes):
    return {
        "legal_name": "Institut Alpes Numérique",
        "name": "Alpes Numérique",
        "siren": "999 900 103",
        "siret": "",
        "street": "1 place de la Gare",
        "postal_code": "38000",
        "city": "Grenoble",
        "country": "FR",
        "email": "contact@alpes.example",
        "phone": "04 76 00 00 00",
        "website": "https://alpes.example",
        "languages": ["fr", "en"],
    } | changes


def test_the_profile_is_changed(here, alpes):
    answer = here.post(at("desk_profile_edit"), profile(), follow=True)

    alpes.refresh_from_db()
    assert (alpes.siren, alpes.city, alpes.languages) == ("999900103", "Grenoble", ["fr", "en"])
    assert "La fiche est enregistrée." in said(answer)


def test_every_fault_is_said_at_once_and_what_was_typed_is_kept(here, alpes):
    wrong = profile(siren="999900104", website="http://alpes.example", legal_name="  ", email="ici", languages=[])

    answer = here.post(at("desk_profile_edit"), wrong)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"siren", "website", "legal_name", "email", "languages"}
    text = answer.content.decode()
    for typed in ("999900104", "http://alpes.example", 'value="ici"', "1 place de la Gare"):
        assert typed in text
    assert 'role="alert"' in text
    assert "5 points sont à revoir" in said(answer)
    alpes.refresh_from_db()
    assert (alpes.siren, alpes.city) == ("999900103", "")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"siren": "999900104"}, "siren", "son chiffre de contrôle est faux. Relisez 999 900 104 chiffre à chiffre."),
        ({"siret": "99990011100017"}, "siret", "celui d’un autre organisme"),
        ({"siren": "", "siret": "99990010300014"}, "siret", "ne va pas sans le SIREN"),
        ({"postal_code": "3800"}, "postal_code", "a 5 chiffres"),
        ({"name": "a\u202eb"}, "name", "U+202E"),
        ({"siren": "999900111"}, "siren", "déjà inscrit ici"),
    ],
)
def test_a_fault_stands_at_its_field(here, occitanie, change, field, words):
    answer = here.post(at("desk_profile_edit"), profile(**change))

    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]


def test_faults_are_said_in_the_language_of_the_page(here):
    with translation.override("en"):
        here.cookies["django_language"] = "en"
        answer = here.post(at("desk_profile_edit"), profile(siren="12"), headers={"accept-language": "en"})

    assert "A SIREN number has 9 figures" in answer.context["form"].errors["siren"][0]


def test_the_slug_is_nowhere_to_be_changed(here, alpes):
    here.post(at("desk_profile_edit"), profile(slug="autre", did="did:web:x", kind="employer"))

    alpes.refresh_from_db()
    assert (alpes.slug, alpes.did, alpes.kind) == (
        "alpes-numerique",
        "did:web:sceau.example:i:alpes-numerique",
        "certifier",
    )


def test_a_second_factor_is_asked_as_the_page_said(here, alpes):
    page = here.get(at("desk_second_factor"))
    assert 'name="required" value="yes"' in page.content.decode()

    for _twice in range(2):
        here.post(at("desk_second_factor"), {"required": "yes"})

    alpes.refresh_from_db()
    assert alpes.second_factor_required


# the appearance


def test_a_colour_that_is_pale_is_refused_with_another(here, alpes):
    answer = here.post(at("desk_appearance"), {"colour": "#e8a33d", "about_fr": "Nous sommes.", "about_en": ""})

    fault = answer.context["form"].errors["colour"][0]
    assert "2,11 pour 1" in fault
    assert "#a26913" in fault
    assert "Nous sommes." in answer.content.decode()
    alpes.refresh_from_db()
    assert alpes.about_fr == ""


def test_the_preview_writes_nothing(here, alpes):
    typed = {"colour": "#14573F", "about_fr": "Nous <b>sommes</b>.", "about_en": ""}

    whole = here.post(at("desk_appearance_preview"), typed)
    piece = here.post(at("desk_appearance_preview"), typed, headers={"hx-request": "true"})

    for answer in (whole, piece):
        assert 'fill="#14573f"' in answer.content.decode()
        assert "Nous &lt;b&gt;sommes&lt;/b&gt;." in answer.content.decode()
        assert "8,37" in said(answer)
    assert "<html" not in piece.content.decode()
    alpes.refresh_from_db()
    assert (alpes.colour, alpes.about_fr) == ("", "")


def test_the_preview_says_what_is_wrong(here):
    piece = here.post(at("desk_appearance_preview"), {"colour": "#fff"}, headers={"hx-request": "true"})

    assert "trop pâle" in said(piece)
    assert "#ffffff" not in re.findall(r'<rect[^>]*fill="([^"]+)"', piece.content.decode())


def test_a_logo_is_put_and_removed(here, alpes):
    here.post(at("desk_logo"), {"logo": SimpleUploadedFile("logo.png", png())})
    page = here.get(at("desk_appearance")).content.decode()
    assert f"logo-{Logo.objects.get().digest}.png" in page
    assert 'alt="Logo de Alpes Numérique"' in page

    here.post(at("desk_logo_remove"))
    assert not Logo.objects.exists()


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("logo.svg", b"<svg onload='alert(1)'/>", "Exportez-le en PNG"),
        ("logo.png", b"<svg><script>alert(1)</script></svg>", "Exportez-le en PNG"),
        ("logo.png", b"GIF89a", "Envoyez un PNG"),
        ("logo.png", b"", "vide"),
        ("logo.png", png()[:60], "abîmée"),
        ("logo.png", b"\x89PNG" + bytes(3_000_000), "2 Mo suffisent"),
    ],
)
def test_a_logo_that_is_none_is_refused_with_words(here, name, sent, words):
    answer = here.post(at("desk_logo"), {"logo": SimpleUploadedFile(name, sent)})

    assert words in answer.context["logo_form"].errors["logo"][0]
    assert not Logo.objects.exists()


def test_no_logo_is_said(here):
    assert here.post(at("desk_logo")).context["logo_form"].errors["logo"] == ["Choisissez une image."]


# units


def test_a_unit_lives(here, alpes):
    here.post(at("desk_unit_add"), {"name": "Site de Gap", "siret": "", "city": "Gap"})
    unit = Unit.objects.get()
    here.post(at("desk_unit_edit", unit.uuid), {"name": "Gap", "siret": "99990010300014", "city": "Gap"})
    refused = here.post(at("desk_unit_close", unit.uuid), {"why": ""})
    assert "why" in refused.context["form"].errors
    here.post(at("desk_unit_close", unit.uuid), {"why": "déménagement"})
    assert "Fermée le" in said(here.get(at("desk_units")))

    answer = here.post(at("desk_unit_reopen", unit.uuid), follow=True)

    unit.refresh_from_db()
    assert (unit.name, unit.siret, unit.closed_at) == ("Gap", "99990010300014", None)
    assert "est rouverte" in said(answer)


def test_the_same_name_is_refused(here, gap):
    answer = here.post(at("desk_unit_add"), {"name": "site de gap"})

    assert "s’appelle déjà" in answer.context["form"].errors["name"][0]


# the team


def offer(**changes):
    return {"email": "david@example.org", "role": "assessor", "unit": "", "until": "", "language": "fr"} | changes


def test_somebody_is_invited_sent_again_and_withdrawn(here, gap):
    last = localdate() + timedelta(days=30)
    answer = here.post(at("desk_invite"), offer(unit=str(gap.uuid), until=write_day(last), language="en"), follow=True)
    made = Invitation.objects.get()
    assert (made.email, made.role, made.unit, made.language) == ("david@example.org", "assessor", gap, "en")
    assert "L’invitation part pour david@example.org." in said(answer)
    assert str(last.day) in said(answer)

    soon = here.post(at("desk_invitation_resend", made.uuid), follow=True)
    assert "Attendez cinq minutes" in said(soon)
    gone = here.post(at("desk_invitation_withdraw", made.uuid), follow=True)
    assert "Retirées cette semaine" in said(gone)
    again = here.post(at("desk_invitation_resend", made.uuid), follow=True)
    assert "repart pour david@example.org" in said(again)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "ici"}, "email"),
        ({"email": "claire@example.org", "role": "designer"}, "email"),
        ({"role": ""}, "role"),
        ({"role": "owner"}, "role"),
        ({"role": "auditor"}, "until"),
        ({"role": "auditor", "until": "31/12/2099"}, "until"),
        ({"until": "01/01/2020"}, "until"),
        ({"until": "31/06/2027"}, "until"),
        ({"until": "demain"}, "until"),
        ({"unit": "00000000-0000-0000-0000-000000000000"}, "unit"),
        ({"unit": "x"}, "unit"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_is_wrong_in_an_invitation_is_said_at_its_field(here, claire, change, field):
    answer = here.post(at("desk_invite"), offer(**change))

    assert list(answer.context["form"].errors) == [field]
    assert not Invitation.objects.exists()
    if change.get("until"):
        assert change["until"] in answer.content.decode()


def test_a_unit_of_another_is_no_choice(here, occitanie):
    elsewhere = Unit.objects.create(institution=occitanie, name="Toulouse")

    assert "unit" in here.post(at("desk_invite"), offer(unit=str(elsewhere.uuid))).context["form"].errors


def test_the_head_of_a_unit_sees_and_gives_there_only(client, alpes, amina, claire, grenoble, gap):
    user = person("Eve Fabre")
    member(user, alpes, "head", unit=grenoble)
    theirs = member(person("Farid Gil"), alpes, "assessor", unit=gap)
    prove_now(client, user)

    page = said(client.get(at("desk_members")))
    assert "Eve Fabre" in page
    assert "Farid Gil" not in page
    assert "Amina Benali" not in page
    form = client.get(at("desk_invite")).context["form"]
    assert list(form.fields["unit"].queryset) == [grenoble]
    assert form.fields["unit"].required
    for name in ("desk_member_change", "desk_member_end"):
        assert client.get(at(name, theirs.uuid)).status_code == 404
    assert client.get(at("desk_profile_edit")).status_code == 403


def test_a_role_is_changed_and_felt_at_the_next_page(here, client, alpes, claire):
    held = Membership.objects.get(user=claire)
    answer = here.post(
        at("desk_member_change", held.uuid), {"role": "dpo", "unit": "", "until": "", "why": "nomination"}, follow=True
    )
    assert "Le rôle de Claire Dumas est changé." in said(answer)

    prove_now(client, claire)
    assert client.get(at("desk_members")).status_code == 200


def test_a_role_is_ended_with_a_reason(here, claire):
    held = Membership.objects.get(user=claire)
    refused = here.post(at("desk_member_end", held.uuid), {"why": ""})
    assert "why" in refused.context["form"].errors

    here.post(at("desk_member_end", held.uuid), {"why": "départ"})
    held.refresh_from_db()
    assert held.ended_at is not None
    assert here.get(at("desk_member_end", held.uuid)).status_code == 404


def test_the_last_head_is_told_why_not(here, amina):
    held = Membership.objects.get(user=amina)
    for name, typed in (
        ("desk_member_leave", {"why": ""}),
        ("desk_member_end", {"why": "x"}),
        ("desk_member_change", {"role": "designer", "unit": "", "until": "", "why": "x"}),
    ):
        assert "n’aurait plus de responsable" in said(here.post(at(name, held.uuid), typed))
    held.refresh_from_db()
    assert held.ended_at is None


def test_one_leaves_by_oneself(client, claire):
    prove_now(client, claire)
    held = Membership.objects.get(user=claire)

    answer = client.post(at("desk_member_leave", held.uuid), {"why": ""})

    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.ended_at is not None


def test_nobody_leaves_for_another(here, claire):
    held = Membership.objects.get(user=claire)

    assert here.post(at("desk_member_leave", held.uuid), {"why": ""}).status_code == 404


# delegations


def lending(amina, claire, **changes):
    day = localdate()
    return {
        "delegator": str(amina.uuid),
        "delegate": str(claire.uuid),
        "what": "minutes",
        "unit": "",
        "starts_on": write_day(day),
        "ends_on": write_day(day + timedelta(days=30)),
        "act": SimpleUploadedFile("Acte 3.pdf", PDF, content_type="text/html"),
    } | changes


def test_a_delegation_is_recorded_downloaded_and_revoked(here, amina, claire):
    answer = here.post(at("desk_delegation_add"), lending(amina, claire), follow=True)
    made = Delegation.objects.get()
    assert made.act_digest in said(answer)

    act = here.get(at("desk_delegation_act", made.uuid))
    assert act.content == PDF
    assert act["Content-Type"] == "application/octet-stream"
    assert act["Content-Disposition"] == 'attachment; filename="Acte 3.pdf"'
    assert act["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in act["Cache-Control"]
    assert act["Content-Security-Policy"] == "sandbox; default-src 'none'"

    here.post(at("desk_delegation_revoke", made.uuid), {"why": "retour"})
    assert "Révoquée" in said(here.get(at("desk_delegations")))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"act": SimpleUploadedFile("acte.pdf", b"<html>")}, "act"),
        ({"act": SimpleUploadedFile("acte.pdf", b"")}, "act"),
        ({"act": SimpleUploadedFile("acte.pdf", b"%PDF-1.7" + bytes(5_100_000))}, "act"),
        ({"act": ""}, "act"),
        ({"ends_on": "01/01/2020"}, "ends_on"),
        ({"ends_on": "31/12/2099"}, "ends_on"),
        ({"what": "all"}, "what"),
        ({"starts_on": ""}, "starts_on"),
        ({"delegate": "x"}, "delegate"),
        ({"delegator": ""}, "delegator"),
    ],
)
def test_what_is_wrong_in_a_delegation_is_said_at_its_field(here, amina, claire, change, field):
    answer = here.post(at("desk_delegation_add"), lending(amina, claire, **change))

    assert list(answer.context["form"].errors) == [field]
    assert not Delegation.objects.exists()


def test_somebody_from_elsewhere_is_no_choice(here, amina, bruno):
    answer = here.post(at("desk_delegation_add"), lending(amina, bruno))

    assert answer.context["form"].errors["delegate"] == ["Choisissez dans la liste."]


def test_the_act_is_for_those_who_may_see_it(client, alpes, amina, claire, bruno):
    day = localdate()
    made = create_delegation(
        institution=alpes, delegator=amina, delegate=claire, what="minutes", starts_on=day, ends_on=day,
        act=PDF, act_name="acte.pdf", by=amina, now=now(),
    )  # fmt: skip
    for user, status in ((claire, 403), (bruno, 404), (amina, 200)):
        prove_now(client, user)
        assert client.get(at("desk_delegation_act", made.uuid)).status_code == status


# habilitations


def asking(**changes):
    day = localdate()
    return {
        "other": "999 900 129",
        "scope": "train",
        "certifications": "RS5801",
        "starts_on": write_day(day),
        "ends_on": write_day(day + timedelta(days=99)),
    } | changes


@pytest.fixture
def fatou(terres):
    user = person("Fatou Gomis")
    member(user, terres, "head")
    return user


def test_a_partner_is_entitled_suspended_restored_and_withdrawn(here, terres):
    here.post(at("desk_habilitation_give"), asking())
    made = Habilitation.objects.get()
    assert (made.partner, made.state, made.certifications) == (terres, "active", "RS5801")

    for to, why, state in (
        ("suspended", "", "active"),
        ("suspended", "contrôle", "suspended"),
        ("active", "", "active"),
        ("withdrawn", "faute", "withdrawn"),
    ):
        here.post(at("desk_habilitation_move", made.uuid, to), {"why": why})
        made.refresh_from_db()
        assert made.state == state
    late = here.post(at("desk_habilitation_move", made.uuid, "active"))
    assert "cela ne se fait plus" in said(late)
    assert here.get(at("desk_habilitation_move", made.uuid, "requested")).status_code == 404


def test_the_milder_act_is_offered_first(here, alpes, terres, amina):
    day = localdate()
    made = give_habilitation(
        certifier=alpes, partner=terres, scope="train", starts_on=day, ends_on=day, by=amina, now=now()
    )

    assert "Suspendre plutôt" in said(here.get(at("desk_habilitation_move", made.uuid, "withdrawn")))
    assert "Suspendre plutôt" not in said(here.get(at("desk_habilitation_move", made.uuid, "suspended")))


def test_a_partner_asks_and_the_certifying_body_decides(client, alpes, amina, fatou):
    prove_now(client, fatou)
    client.post(at("desk_habilitation_ask", slug="terres-vives"), asking(other="alpes-numerique"))
    made = Habilitation.objects.get()
    assert made.state == "requested"
    assert client.post(at("desk_habilitation_move", made.uuid, "active", slug="terres-vives")).status_code == 404
    assert client.get(at("desk_habilitation_give", slug="terres-vives")).status_code == 404

    prove_now(client, amina)
    assert "1 demande d’habilitation" in said(client.get(at("desk_home")))
    client.post(at("desk_habilitation_move", made.uuid, "active"))
    made.refresh_from_db()
    assert made.state == "active"


def test_a_partner_takes_its_request_back(client, alpes, terres, fatou):
    day = localdate()
    made = request_habilitation(
        certifier=alpes, partner=terres, scope="train", starts_on=day, ends_on=day, by=fatou, now=now()
    )
    prove_now(client, fatou)
    client.post(at("desk_habilitation_retract", made.uuid, slug="terres-vives"))

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_centre_sees_its_own_and_not_those_of_others(client, alpes, terres, occitanie, amina):
    day = localdate()
    for partner in (terres, occitanie):
        give_habilitation(
            certifier=alpes, partner=partner, scope="train", starts_on=day, ends_on=day, by=amina, now=now()
        )
    others = Habilitation.objects.get(partner=occitanie)
    manager = person("Gaston Huet")
    member(manager, terres, "centre_manager")
    member(manager, alpes, "centre_manager")
    prove_now(client, manager)

    assert "Alpes Numérique" in said(client.get(at("desk_habilitations", slug="terres-vives")))
    assert "Occitanie" not in said(client.get(at("desk_habilitations")))
    for slug in ("terres-vives", "alpes-numerique"):
        assert client.get(at("desk_habilitation", others.uuid, slug=slug)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"other": "personne"}, "other"),
        ({"other": "alpes-numerique"}, "other"),
        ({"ends_on": "01/01/2020"}, "ends_on"),
        ({"ends_on": "31/12/2099"}, "ends_on"),
        ({"scope": ""}, "scope"),
    ],
)
def test_what_is_wrong_in_a_habilitation_is_said_at_its_field(here, terres, change, field):
    answer = here.post(at("desk_habilitation_give"), asking(**change))

    assert list(answer.context["form"].errors) == [field]
    assert "RS5801" in answer.content.decode()


# home


def test_the_way_to_the_first_delivery_has_one_main_action(here, alpes, amina):
    first = here.get(at("desk_home"))
    assert first.content.decode().count("button--main") == 1
    assert "0 sur 5" in said(first)

    here.post(at("desk_profile_edit"), profile())
    here.post(at("desk_appearance"), {"colour": "", "about_fr": "Nous.", "about_en": ""})
    here.post(at("desk_logo"), {"logo": SimpleUploadedFile("logo.png", png())})
    Evidence.objects.create(
        institution=alpes, kind="dns", subject="alpes.example", state="confirmed", created_at=now(), confirmed_at=now()
    )
    member(person("Eve Fabre"), alpes, "head")
    then = here.get(at("desk_home"))
    assert "4 sur 5" in said(then)
    assert re.findall(r'button--main" href="([^"]+)"', then.content.decode()) == [at("desk_keys")]
    assert "a modifié la fiche" in said(then)

    SigningKey.objects.create(
        institution=alpes, purpose="credentials", number=1, algorithm="Ed25519", public_key="z6Mk", created_at=now()
    )
    ready = here.get(at("desk_home"))
    assert "Votre organisme est prêt" in said(ready)
    assert "Compléter la fiche" not in said(ready)


def test_a_key_waits_for_the_agreement_of_somebody_else(client, alpes, amina):
    benoit = person("Benoît Roy")
    member(benoit, alpes, "head")
    ask_for_key(institution=alpes, purpose="credentials", by=amina, now=now(), delay=timedelta(hours=48))

    prove_now(client, amina)
    assert "attend votre accord" not in said(client.get(at("desk_home")))
    prove_now(client, benoit)
    assert "1 clé attend votre accord" in said(client.get(at("desk_home")))


def test_an_address_left_empty_is_told_so(here):
    form = here.post(at("desk_invite"), {"email": " ", "role": "assessor", "language": "fr"}).context["form"]

    assert form.errors["email"] == ["Ce champ est vide\u00a0: remplissez-le."]


def test_a_partner_needs_neither_key_nor_proof(client, fatou):
    prove_now(client, fatou)

    assert "0 sur 3" in said(client.get(at("desk_home", slug="terres-vives")))


def test_a_designer_is_told_who_does_it_and_sees_no_acts(client, alpes, amina, claire):
    prove_now(client, claire)
    page = client.get(at("desk_home"))

    assert "button--main" not in page.content.decode()
    assert "Par un responsable" in said(page)
    assert "Derniers actes" not in said(page)


def test_an_invitation_left_without_an_answer_waits(here, alpes, amina):
    invite(institution=alpes, email="x@example.org", role="assessor", by=amina, now=now() - timedelta(days=30))

    assert "1 invitation restée sans réponse" in said(here.get(at("desk_home")))
    assert "Sans réponse, finie le" in said(here.get(at("desk_members")))


def test_whoever_works_in_two_places_chooses(client, alpes, occitanie, amina):
    member(amina, occitanie, "designer")
    prove_now(client, amina)

    page = said(client.get("/desk/"))
    assert "Alpes Numérique" in page
    assert "Certif’Occitanie" in page


def test_one_place_is_opened_at_once_and_none_is_said(client, amina, db):
    prove_now(client, amina)
    assert client.get("/desk/")["Location"] == at("desk_home")

    prove_now(client, person("Zoé Zola"))
    assert "Vous n’avez de rôle dans aucun organisme" in said(client.get("/desk/"))


def test_whoever_runs_the_installation_alone_arrives_at_the_platform(client, amina):
    amina.is_platform_administrator = True
    amina.save()
    prove_now(client, amina)
    assert client.get("/desk/")["Location"] == at("desk_home")

    amina.memberships.all().delete()
    assert client.get("/desk/")["Location"] == "/platform/"
