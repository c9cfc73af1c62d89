"""Who an institution is, how it looks, its units, its written acts."""

from datetime import timedelta
from io import BytesIO

import orjson
import pytest
from PIL import Image

from institutions.people import NOW, member, person
from sceau.engine.errors import MalformedController
from sceau.institutions import reasons
from sceau.institutions.errors import AlreadyThere, NotNow, UnsafeAct, UnsafePicture, WrongValue
from sceau.institutions.models import Evidence, Institution, Logo
from sceau.institutions.services import (
    add_unit,
    close_unit,
    create_institution,
    edit_appearance,
    edit_profile,
    edit_unit,
    invite,
    remove_logo,
    reopen_unit,
    require_second_factor,
    set_logo,
    withdraw_invitation,
)
from sceau.institutions.written_acts import BYTES, written_act
from sceau.journal.models import Act


def acts():
    return list(Act.objects.order_by("pk").values_list("code", flat=True))


def values_of(institution, **changes):
    fields = "legal_name name siren siret street postal_code city country email phone website languages".split()
    return {field: getattr(institution, field) for field in fields} | changes


def test_its_did_is_of_its_slug(alpes):
    assert (alpes.did, alpes.kind, alpes.languages) == (
        "did:web:sceau.example:i:alpes-numerique",
        "certifier",
        ["fr"],
    )
    assert acts() == ["institution.created"]
    assert Act.objects.get().chain_id == alpes.uuid


def test_the_port_of_a_host_is_encoded(paul):
    made = create_institution(legal_name="A B", name="AB", slug="ab", did_host="localhost:8000", by=paul, now=NOW)

    assert made.did == "did:web:localhost%3A8000:i:ab"


def test_a_host_that_is_none_makes_nothing(paul):
    with pytest.raises(MalformedController):
        create_institution(legal_name="A B", name="AB", slug="ab", did_host="10.0.0.1", by=paul, now=NOW)
    assert not Institution.objects.exists()


@pytest.mark.parametrize(("slug", "siren", "field"), [("alpes-numerique", "", "slug"), ("alpes", "999900103", "siren")])
def test_a_slug_and_a_siren_are_of_one_institution(alpes, paul, slug, siren, field):
    with pytest.raises(AlreadyThere) as refusal:
        create_institution(
            legal_name="Autre", name="Autre", slug=slug, siren=siren, did_host="sceau.example", by=paul, now=NOW
        )
    assert refusal.value.field == field
    assert Institution.objects.count() == 1


def test_two_bodies_may_have_no_siren(paul):
    for slug in ("un", "deux"):
        create_institution(legal_name=slug, name=slug, slug=slug, did_host="sceau.example", by=paul, now=NOW)

    assert Institution.objects.filter(siren="").count() == 2


def test_the_profile_changes_and_the_journal_says_which_fields(alpes, amina):
    edit_profile(institution=alpes, by=amina, now=NOW, **values_of(alpes, city=" Grenoble ", postal_code="38 000"))

    alpes.refresh_from_db()
    assert (alpes.city, alpes.postal_code, alpes.slug) == ("Grenoble", "38000", "alpes-numerique")
    act = Act.objects.order_by("pk").last()
    assert (act.code, orjson.loads(act.details)) == (
        "institution.profile_changed",
        {"fields": ["city", "postal_code"]},
    )


def test_nothing_changed_is_no_act(alpes, amina):
    edit_profile(institution=alpes, by=amina, now=NOW, **values_of(alpes))

    assert acts() == ["institution.created"]


def test_the_siren_of_another_is_refused(alpes, occitanie, amina):
    with pytest.raises(AlreadyThere) as refusal:
        edit_profile(institution=alpes, by=amina, now=NOW, **values_of(alpes, siren="999900111", siret=""))
    assert refusal.value.field == "siren"


@pytest.mark.parametrize("change", [{"siren": "999900137", "siret": ""}, {"legal_name": "Institut des Alpes"}])
def test_what_a_register_said_counts_for_that_name_and_number(alpes, amina, change):
    for kind, subject in (("register", "999900103"), ("dns", "alpes.example")):
        Evidence.objects.create(
            institution=alpes, kind=kind, subject=subject, state="confirmed", created_at=NOW, confirmed_at=NOW
        )

    edit_profile(institution=alpes, by=amina, now=NOW, **values_of(alpes, **change))

    assert dict(Evidence.objects.values_list("kind", "state")) == {"register": "lapsed", "dns": "confirmed"}


def test_units_keep_the_siren(alpes, amina):
    add_unit(institution=alpes, name="Grenoble", siret="99990010300014", by=amina, now=NOW)

    with pytest.raises(WrongValue) as refusal:
        edit_profile(institution=alpes, by=amina, now=NOW, **values_of(alpes, siren="999900137", siret=""))
    assert refusal.value.reason is reasons.UNITS_KEEP_THE_SIREN


def test_a_second_factor_is_asked_and_no_longer(alpes, amina):
    for required in (True, True, False):
        require_second_factor(institution=alpes, required=required, by=amina, now=NOW)

    assert acts()[1:] == ["institution.second_factor_required", "institution.second_factor_optional"]


# appearance


def test_the_appearance(alpes, amina):
    edit_appearance(institution=alpes, colour="#14573F", about_fr="Nous.\n", about_en="", by=amina, now=NOW)

    alpes.refresh_from_db()
    assert (alpes.colour, alpes.about_fr) == ("#14573f", "Nous.")
    with pytest.raises(WrongValue):
        edit_appearance(institution=alpes, colour="#ffffff", about_fr="", about_en="", by=amina, now=NOW)
    with pytest.raises(WrongValue):
        edit_appearance(institution=alpes, colour="", about_fr="x" * 1201, about_en="", by=amina, now=NOW)
    alpes.refresh_from_db()
    assert alpes.about_fr == "Nous."


def test_a_logo_is_put_replaced_and_removed(alpes, amina):
    def png(colour):
        out = BytesIO()
        Image.new("RGB", (64, 64), colour).save(out, "PNG")
        return out.getvalue()

    first = set_logo(institution=alpes, sent=png("red"), by=amina, now=NOW).digest
    second = set_logo(institution=alpes, sent=png("blue"), by=amina, now=NOW).digest
    with pytest.raises(UnsafePicture):
        set_logo(institution=alpes, sent=b"<svg/>", by=amina, now=NOW)

    assert first != Logo.objects.get().digest == second
    remove_logo(institution=alpes, by=amina, now=NOW)
    remove_logo(institution=alpes, by=amina, now=NOW)
    assert acts()[1:] == ["institution.logo_set"] * 2 + ["institution.logo_removed"]


# units


def test_a_unit_is_added_changed_closed_and_reopened(alpes, amina):
    unit = add_unit(institution=alpes, name=" Site de  Gap", city="Gap", by=amina, now=NOW)
    edit_unit(unit=unit, name="Site de Gap", siret="99990010300014", city="Gap", by=amina, now=NOW)
    close_unit(unit=unit, why="déménagement", by=amina, now=NOW)
    reopened = reopen_unit(unit=unit, by=amina, now=NOW)

    assert (reopened.name, reopened.siret, reopened.closed_at) == ("Site de Gap", "99990010300014", None)
    assert acts()[1:] == ["unit.added", "unit.changed", "unit.closed", "unit.reopened"]


@pytest.mark.parametrize("name", ["Site de Gap", "site de gap", " Site  de Gap "])
def test_a_unit_has_a_name_of_its_own(alpes, amina, gap, name):
    with pytest.raises(AlreadyThere):
        add_unit(institution=alpes, name=name, by=amina, now=NOW)


def test_the_siret_of_a_unit_is_of_the_institution(alpes, occitanie, amina):
    for institution, siret in ((occitanie, "99990010300014"), (alpes, "99990010300015")):
        with pytest.raises(WrongValue):
            add_unit(institution=institution, name="X", siret=siret, by=amina, now=NOW)


def test_a_unit_in_use_is_not_closed(alpes, amina, gap):
    offer = invite(institution=alpes, email="x@example.org", role="assessor", unit=gap, by=amina, now=NOW)
    held = member(person("Eve Fabre"), alpes, "assessor", unit=gap)
    with pytest.raises(NotNow) as refusal:
        close_unit(unit=gap, why="vide", by=amina, now=NOW)
    assert ": 2." in refusal.value.sentence("fr")

    withdraw_invitation(invitation=offer, by=amina, now=NOW)
    held.until = NOW - timedelta(days=1)
    held.save()
    assert close_unit(unit=gap, why="vide", by=amina, now=NOW).closed_at == NOW


def test_a_unit_is_not_closed_without_a_reason(amina, gap):
    with pytest.raises(WrongValue) as refusal:
        close_unit(unit=gap, why="  ", by=amina, now=NOW)
    assert refusal.value.field == "why"


# written acts


def test_a_pdf_is_kept_as_it_came():
    sent = b"%PDF-1.7\n...\n%%EOF\n"
    kept = written_act(sent, "Acte n° 3.PDF")

    assert (kept.file, kept.name, len(kept.digest)) == (sent, "Acte n° 3.pdf", 64)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", reasons.ACT_MISSING),
        (b"PK\x03\x04" + b"%PDF-1.7 %%EOF", reasons.ACT_NOT_PDF),
        (b"<script>%PDF-1.7 %%EOF", reasons.ACT_NOT_PDF),
        (b" %PDF-1.7 %%EOF", reasons.ACT_NOT_PDF),
        (b"%PDF-9.9 %%EOF", reasons.ACT_NOT_PDF),
        (b"%PDF-1.7\n" + bytes(2000), reasons.ACT_CUT),
        (b"%PDF-1.7 %%EOF" + bytes(2000), reasons.ACT_CUT),
        (b"%PDF-1.7" + bytes(BYTES) + b"%%EOF", reasons.ACT_TOO_HEAVY),
    ],
)
def test_what_is_no_whole_pdf_is_refused(sent, reason):
    with pytest.raises(UnsafeAct) as refusal:
        written_act(sent, "acte.pdf")
    assert refusal.value.reason is reason


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\actes\\n°3.pdf", "n°3.pdf"),
        ('a"; filename="x.html', "a filename=x.html.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("", "acte.pdf"),
        (".pdf", "acte.pdf"),
        ("é" * 300 + ".pdf", "é" * 150 + ".pdf"),
    ],
)
def test_the_name_of_a_file_steers_nothing(name, kept):
    assert written_act(b"%PDF-1.7 %%EOF", name).name == kept
