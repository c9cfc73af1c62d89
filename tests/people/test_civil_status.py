"""Civil status: what it may be, kept sealed, opened by few, each time on record."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import pytest
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st

from institutions.people import NOW, member, person
from people.samples import BOX, SIOBHAN, known
from sceau.journal.models import Act
from sceau.outside.keystores.sealed import KekRing, SealedBox, new_kek
from sceau.people import civil
from sceau.people.errors import NotEntitled, NotNow, WrongValue
from sceau.people.models import Change, CivilStatus, TraitOf
from sceau.people.queries import missing_for_declaration, person_with_account
from sceau.people.services import (
    complete_civil_status,
    merge,
    read_civil_status,
    reseal_civil_statuses,
    set_civil_status,
)
from sceau.people.states import Trait

TODAY = date(2026, 11, 22)


def _refused(**typed):
    with pytest.raises(WrongValue) as refusal:
        civil.checked(typed, today=TODAY)
    return refusal.value.field, refusal.value.reason.code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1986-07-20", "1986-07-20"),
        ("20/07/1986", "1986-07-20"),
        ("7/1986", "1986-07"),
        ("1986-07", "1986-07"),
        ("1986", "1986"),
        ("29/02/2004", "2004-02-29"),
        ("2026-11-22", "2026-11-22"),
        ("2026", "2026"),
        ("", ""),
    ],
)
def test_a_birth_date_may_be_known_in_part(typed, kept):
    assert civil.checked({"birth_date": typed}, today=TODAY).birth_date == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/04/1990", "people.no_such_day"),
        ("29/02/1990", "people.no_such_day"),
        ("13/1990", "people.no_such_day"),
        ("00/1990", "people.no_such_day"),
        ("1990-00", "people.no_such_day"),
        ("00/00/1990", "people.no_such_day"),
        ("1899", "people.born_too_early"),
        ("0000", "people.born_too_early"),
        ("23/11/2026", "people.born_tomorrow"),
        ("2026-12", "people.born_tomorrow"),
        ("2027", "people.born_tomorrow"),
        ("hier", "people.not_a_date"),
        ("1986-07-20T00:00", "people.not_a_date"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_with_the_reason(typed, code):
    assert _refused(birth_date=typed) == ("birth_date", code)


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY), st.sampled_from([4, 7, 10]))
def test_every_possible_date_is_read_the_same_typed_either_way(day, length):
    iso = day.isoformat()[:length]
    french = "/".join(reversed(iso.split("-")))

    assert civil.checked({"birth_date": iso}, today=TODAY).birth_date == iso
    assert civil.checked({"birth_date": french}, today=TODAY).birth_date == iso


@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_date_is_kept_in_one_form_or_refused(typed):
    try:
        kept = civil.checked({"birth_date": typed}, today=TODAY).birth_date
    except WrongValue:
        return
    assert kept == "" or civil.checked({"birth_date": kept}, today=TODAY).birth_date == kept


@pytest.mark.parametrize("code", ["33063", "2A004", "2b033", "99109", "97411", " 33 063 "])
def test_insee_codes_of_corsica_overseas_and_abroad_are_codes(code):
    assert civil.checked({"insee_code": code}, today=TODAY).insee_code == code.upper().replace(" ", "")


@pytest.mark.parametrize("code", ["2C004", "9913", "A3063", "330634", "00001", "96001"])
def test_what_is_no_insee_code_is_refused(code):
    assert _refused(insee_code=code) == ("insee_code", "people.not_an_insee_code")


def test_the_insee_code_and_the_postcode_never_stand_together():
    assert _refused(insee_code="33063", postcode="33000") == ("postcode", "people.insee_or_postcode")


def test_a_code_says_its_country_and_another_country_is_refused():
    assert civil.checked({"insee_code": "99136"}, today=TODAY).country_code == "99136"
    assert civil.checked({"insee_code": "33063"}, today=TODAY).country_code == "99100"
    assert _refused(insee_code="99136", country_code="99100") == ("country_code", "people.country_differs")


def test_there_is_no_place_for_a_nir():
    assert not {"nir", "social_security_number", "numero_securite_sociale"} & set(civil.FIELDS)


def test_a_long_name_is_kept_whole_and_remarked_on():
    long = "Ramanantsoa" * 6
    found = civil.checked({"birth_name": long, "used_name": "Court"}, today=TODAY)

    assert found.birth_name == long
    (remark,) = civil.remarks_on(found)
    assert remark[0] == "birth_name"
    assert remark[1].sentence("fr", remark[2]).startswith("Ce nom a 66 signes")


def test_what_is_kept_says_nothing_unless_it_is_opened(alpes):
    siobhan = known(alpes, civil=SIOBHAN)

    row = CivilStatus.objects.get(person=siobhan)
    kept = row.sealed + json.dumps(row.parts) + "".join(map(str, TraitOf.objects.values_list("digest", flat=True)))
    assert not any(word in kept for word in ("1986", "99136", "Brien", "brien", "Cork", "Mary"))


def test_the_head_opens_it_and_the_journal_says_so_without_a_name(alpes, amina, box):
    siobhan = known(alpes, civil=SIOBHAN)

    found = read_civil_status(person=siobhan, by=amina, now=NOW, box=box)

    assert (found.birth_name, found.first_names, found.birth_date) == ("O’Brien", ("Siobhán", "Mary"), "1986-07-20")
    act = Act.objects.get(code="person.civil_status_read")
    assert (act.subject, act.actor, act.details) == (f"person:{siobhan.uuid}", amina.uuid, "{}")


def test_others_do_not_open_it_and_nothing_is_on_record(alpes, claire, bruno, box):
    siobhan = known(alpes, civil=SIOBHAN)

    for stranger in (claire, bruno):
        with pytest.raises(NotEntitled):
            read_civil_status(person=siobhan, by=stranger, now=NOW, box=box)

    assert not Act.objects.filter(code="person.civil_status_read").exists()


def test_a_role_held_in_a_unit_does_not_open_it(alpes, gap, box):
    organiser = person("Ursule Nicolas")
    member(organiser, alpes, "session_manager", unit=gap)

    with pytest.raises(NotEntitled):
        read_civil_status(person=known(alpes, civil=SIOBHAN), by=organiser, now=NOW, box=box)


def test_people_open_their_own(alpes, amina, box):
    own = person("Siobhan Ellemême")
    siobhan = known(alpes, civil=SIOBHAN, user=own)

    assert read_civil_status(person=siobhan, by=own, now=NOW, box=box).sex == "F"
    assert read_civil_status(person=siobhan, by=None, now=NOW, box=box).sex == "F"
    kept = known(alpes)
    merge(kept=kept, other=siobhan, why="La même", by=amina, now=NOW)
    assert person_with_account(alpes, own) == kept
    assert read_civil_status(person=kept, by=own, now=NOW, box=box).sex == "F"


def test_what_lacks_for_a_declaration_is_known_without_opening_anything(alpes, box):
    nobody_yet = known(alpes)
    half = known(alpes, "Yao", "N’Guessan", civil={"birth_name": "N’Guessan", "birth_date": "1990"})
    whole = known(alpes, "Maeve", "O’Brien", civil=SIOBHAN)

    assert [each.code for each in missing_for_declaration(nobody_yet)] == [
        "sex", "birth_name", "first_names", "birth_year", "birth_day", "birth_place",
    ]  # fmt: skip
    assert [(each.code, each.required) for each in missing_for_declaration(half)] == [
        ("sex", True),
        ("first_names", True),
        ("birth_day", False),
        ("birth_place", False),
    ]
    assert missing_for_declaration(half)[0].words("en") == "sex"
    assert missing_for_declaration(whole) == ()


def test_what_was_there_before_is_kept_sealed_in_the_history(alpes, amina, box):
    siobhan = known(alpes, civil=SIOBHAN)

    set_civil_status(person=siobhan, values=SIOBHAN | {"used_name": "Le Goff"}, box=box, by=amina, now=NOW)

    change = Change.objects.filter(person=siobhan).latest("pk")
    assert change.fields == ["used_name"]
    assert civil.unseal(change.sealed, siobhan.uuid, box=box).used_name == ""
    assert change.before == {}


def test_a_sealed_text_opens_for_its_person_only(alpes, amina, box):
    siobhan, yao = known(alpes, civil=SIOBHAN), known(alpes, "Yao", "N’Guessan", civil={"sex": "M"})
    CivilStatus.objects.filter(person=yao).update(sealed=CivilStatus.objects.get(person=siobhan).sealed)

    with pytest.raises(Exception, match="does not open"):
        read_civil_status(person=yao, by=amina, now=NOW, box=box)


def test_completing_fills_in_and_overwrites_nothing(alpes, amina, box):
    yao = known(alpes, "Yao", "N’Guessan", civil={"sex": "M", "postcode": "75011"})

    complete_civil_status(
        person=yao, values={"sex": "F", "insee_code": "75111", "birth_date": "1990"}, box=box, by=amina, now=NOW
    )

    found = read_civil_status(person=yao, by=amina, now=NOW, box=box)
    assert (found.sex, found.postcode, found.insee_code, found.birth_date) == ("M", "75011", "", "1990")


def test_of_two_merged_records_the_one_that_stands_says_the_civil_status(alpes, amina, box):
    one, other = known(alpes), known(alpes, civil=SIOBHAN)
    merge(kept=one, other=other, why="La même", by=amina, now=NOW)

    assert missing_for_declaration(one) == ()
    assert read_civil_status(person=one, by=amina, now=NOW, box=box).birth_name == "O’Brien"


def test_without_one_there_is_none_to_open(alpes, amina, box):
    with pytest.raises(NotNow):
        read_civil_status(person=known(alpes), by=amina, now=NOW, box=box)


def test_a_new_key_seals_everything_anew_history_included(alpes, amina):
    siobhan = known(alpes, civil=SIOBHAN)
    set_civil_status(person=siobhan, values=SIOBHAN | {"sex": "M"}, box=BOX, by=amina, now=NOW)
    traits = set(TraitOf.objects.values_list("kind", "digest"))

    class Moved(SealedBox):
        """Opens with the old ring, seals with a new one."""

        def open(self, sealed, *, context):
            return BOX.open(sealed, context=context)

    fresh = KekRing.read(new_kek())
    assert reseal_civil_statuses(box=Moved(fresh)) == 2

    assert read_civil_status(person=siobhan, by=amina, now=NOW, box=SealedBox(fresh)).sex == "M"
    assert {(kind, bytes(digest)) for kind, digest in traits} == {
        (kind, bytes(digest)) for kind, digest in TraitOf.objects.values_list("kind", "digest")
    }


def test_the_digest_of_an_identity_is_one_of_its_traits_as_django_salts_it():
    institution = UUID(int=7)
    born = {"first_names": "Siobhán Mary", "birth_name": "O’Brien", "birth_date": "1986-07-20"}
    found = civil.checked(born, today=TODAY)
    told = "\x1f".join((institution.hex, "identity", "o brien", "siobhan", "1986-07-20"))

    digest = civil.identity_of(found, institution)

    assert digest == salted_hmac("sceau.people.traits", told, algorithm="sha256").digest()
    assert (Trait.IDENTITY.value, digest) in civil.traits_of(found, institution)
    for lacking in born:
        assert civil.identity_of(civil.checked(born | {lacking: ""}, today=TODAY), institution) is None
