"""Entries and lists as documents, and what the two say together."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from published import published
from sceau.engine.errors import MalformedStatusList
from sceau.engine.status import reasons
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import (
    MESSAGE,
    REFRESH,
    REVOCATION,
    SUSPENSION,
    StatusEntry,
    look_up,
    read_status_entry,
    read_status_list,
    status_entry,
    status_list_credential,
)
from sceau.engine.status.notices import (
    MESSAGES,
    NOTICE_SIZE,
    WORDS,
    Notice,
    new_notices,
    notice_of,
    notices_entry,
    notices_url,
)

URL = "https://badges.example/status/6f1f3c1e-1d2b-4a55-9f43-0c7f6f0f7c11"
DAY = datetime(2026, 6, 26, 12, 5, tzinfo=UTC)


def list_document(**changes):
    listed = StatusList.new()
    listed.set(94_567)
    document = status_list_credential(URL, "did:web:badges.example", listed, purpose=REVOCATION, valid_from=DAY)
    document["credentialSubject"] |= changes
    return document


def refusal(act, *arguments):
    with pytest.raises(MalformedStatusList) as refused:
        act(*arguments)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason, refused.value.pointer


# --- the vectors of 1EdTech -----------------------------------------------------------------------------------------


def test_the_published_credential_has_a_number_for_index_and_is_refused_by_name():
    vector = published("vectors/bitstring-status-list") / "credential-status-revoked.json"
    entry = json.loads(vector.read_text())["credentialStatus"]

    reason, pointer = refusal(read_status_entry, entry)

    assert reason is reasons.INDEX_IS_A_NUMBER
    assert pointer == "/credentialStatus/statusListIndex"
    assert reasons.problem_type(reason).endswith("#MALFORMED_VALUE_ERROR")


def test_the_published_list_is_read_but_calls_itself_by_another_address_than_the_entry():
    folder = published("vectors/bitstring-status-list")
    entry = json.loads((folder / "credential-status-revoked.json").read_text())["credentialStatus"]
    document = json.loads((folder / "testlist").read_text())
    entry["statusListIndex"] = str(entry["statusListIndex"])

    (listed,) = read_status_list(document)
    reason, pointer = refusal(look_up, document, read_status_entry(entry))

    assert listed.purposes == ("revocation",)
    assert (reason, pointer) == (reasons.OTHER_LIST, "/id")


def test_the_published_list_looked_up_at_its_own_address_says_that_23_is_revoked():
    document = json.loads((published("vectors/bitstring-status-list") / "testlist").read_text())

    status = look_up(document, StatusEntry(REVOCATION, document["id"], 23))

    assert (status.value, status.message) == (1, "set")


# --- what we write --------------------------------------------------------------------------------------------------


def test_an_entry_of_ours():
    assert status_entry(URL, 94_567) == {
        "id": f"{URL}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": URL,
    }


def test_an_entry_with_messages_names_every_value():
    entry = status_entry(
        URL, 3, MESSAGE, size=2, messages={0: "none", 1: "late"}, reference="https://badges.example/words"
    )

    assert entry["statusSize"] == 2
    assert entry["statusMessage"] == [
        {"status": "0x0", "message": "none"},
        {"status": "0x1", "message": "late"},
        {"status": "0x2", "message": "undefined"},
        {"status": "0x3", "message": "undefined"},
    ]
    assert read_status_entry(entry).references == ("https://badges.example/words",)


def test_a_list_of_ours():
    document = status_list_credential(
        URL,
        {"id": "did:web:badges.example"},
        StatusList.new(),
        purpose=[REVOCATION, REFRESH],
        valid_from=DAY,
        valid_until=datetime(2026, 7, 3, tzinfo=UTC),
        ttl=300_000,
    )
    subject = document.pop("credentialSubject")

    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": "did:web:badges.example"},
        "validFrom": "2026-06-26T12:05:00Z",
        "validUntil": "2026-07-03T00:00:00Z",
    }
    assert subject.pop("encodedList") == StatusList.new().encode()
    assert subject == {
        "id": f"{URL}#list",
        "type": "BitstringStatusList",
        "statusPurpose": ["revocation", "refresh"],
        "ttl": 300_000,
    }


# --- what the two say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "value", "word"), [(94_567, 1, "set"), (94_566, 0, "unset")])
def test_a_list_says_who_is_revoked(index, value, word):
    status = look_up(list_document(), read_status_entry(status_entry(URL, index)))

    assert (status.purpose, status.value, status.message, status.is_set) == (REVOCATION, value, word, bool(value))


def test_a_list_may_serve_several_purposes():
    document = list_document(statusPurpose=[SUSPENSION, REVOCATION])

    assert look_up(document, StatusEntry(SUSPENSION, URL, 94_567)).is_set


def test_a_list_without_a_name_of_its_own_is_taken_at_its_address():
    document = list_document()
    del document["id"]

    assert look_up(document, StatusEntry(REVOCATION, URL, 94_567)).is_set


def test_several_lists_in_one_document_are_told_apart_by_purpose():
    document = list_document()
    empty = document["credentialSubject"] | {"statusPurpose": SUSPENSION, "encodedList": StatusList.new().encode()}
    document["credentialSubject"] = [document["credentialSubject"], empty]

    assert look_up(document, StatusEntry(REVOCATION, URL, 94_567)).is_set
    assert not look_up(document, StatusEntry(SUSPENSION, URL, 94_567)).is_set


def test_two_lists_of_one_purpose_are_refused_for_a_guess_could_hide_a_revocation():
    document = list_document()
    document["credentialSubject"] = [document["credentialSubject"]] * 2

    reason, _ = refusal(look_up, document, StatusEntry(REVOCATION, URL, 94_567))

    assert reason is reasons.AMBIGUOUS_PURPOSE


@pytest.mark.parametrize(
    ("entry", "reason", "problem"),
    [
        (StatusEntry(SUSPENSION, URL, 0), reasons.OTHER_PURPOSE, "STATUS_VERIFICATION_ERROR"),
        (StatusEntry(REVOCATION, URL + "0", 0), reasons.OTHER_LIST, "STATUS_VERIFICATION_ERROR"),
        (StatusEntry(REVOCATION, URL, 131_072), reasons.OUT_OF_RANGE, "RANGE_ERROR"),
        (StatusEntry(REVOCATION, URL, 0, size=2), reasons.LIST_TOO_SHORT, "STATUS_LIST_LENGTH_ERROR"),
    ],
)
def test_an_entry_and_a_list_that_do_not_fit_are_refused_with_the_name_the_w3c_gives_it(entry, reason, problem):
    found, _ = refusal(look_up, list_document(), entry)

    assert found is reason
    assert reasons.problem_type(found).endswith("#" + problem)


@pytest.mark.parametrize(
    ("changes", "reason", "pointer"),
    [
        ({"type": "StatusList2021"}, reasons.SUBJECT_NOT_A_LIST, "/credentialSubject"),
        ({"statusPurpose": []}, reasons.LIST_PURPOSE_MALFORMED, "/credentialSubject/statusPurpose"),
        ({"statusPurpose": None}, reasons.LIST_PURPOSE_MALFORMED, "/credentialSubject/statusPurpose"),
        ({"statusPurpose": ["revocation", 1]}, reasons.LIST_PURPOSE_MALFORMED, "/credentialSubject/statusPurpose"),
        ({"encodedList": None}, reasons.NOT_MULTIBASE, "/credentialSubject/encodedList"),
        ({"encodedList": "H4sI"}, reasons.NOT_MULTIBASE, "/credentialSubject/encodedList"),
        ({"ttl": "300000"}, reasons.TTL_MALFORMED, "/credentialSubject/ttl"),
        ({"ttl": -1}, reasons.TTL_MALFORMED, "/credentialSubject/ttl"),
        ({"ttl": True}, reasons.TTL_MALFORMED, "/credentialSubject/ttl"),
    ],
)
def test_a_malformed_list_is_refused_and_never_read_as_not_revoked(changes, reason, pointer):
    found = refusal(look_up, list_document(**changes), StatusEntry(REVOCATION, URL, 94_567))

    assert found == (reason, pointer)


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("type", ["VerifiableCredential"], reasons.NOT_A_LIST_CREDENTIAL),
        ("type", None, reasons.NOT_A_LIST_CREDENTIAL),
        ("credentialSubject", None, reasons.SUBJECT_NOT_A_LIST),
        ("credentialSubject", [], reasons.SUBJECT_NOT_A_LIST),
        ("credentialSubject", ["x"], reasons.SUBJECT_NOT_A_LIST),
    ],
)
def test_a_document_that_is_not_a_list_is_refused(member, value, reason):
    assert refusal(read_status_list, list_document() | {member: value})[0] is reason


# --- entries that are refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason", "where"),
    [
        ({"type": "StatusList2021Entry"}, reasons.ENTRY_TYPE, ""),
        ({"statusPurpose": ["revocation"]}, reasons.PURPOSE_NOT_TEXT, "/statusPurpose"),
        ({"statusPurpose": ""}, reasons.PURPOSE_NOT_TEXT, "/statusPurpose"),
        ({"statusListIndex": 94567}, reasons.INDEX_IS_A_NUMBER, "/statusListIndex"),
        ({"statusListIndex": True}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListIndex": "-1"}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListIndex": "0x1"}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListIndex": "٣"}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListIndex": "1" * 5000}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListIndex": None}, reasons.INDEX_NOT_DIGITS, "/statusListIndex"),
        ({"statusListCredential": "status"}, reasons.LIST_URL_MISSING, "/statusListCredential"),
        ({"statusListCredential": {"id": URL}}, reasons.LIST_URL_MISSING, "/statusListCredential"),
        ({"id": URL}, reasons.ENTRY_ID_IS_THE_LIST, "/id"),
        ({"statusSize": 0}, reasons.SIZE_UNUSABLE, "/statusSize"),
        ({"statusSize": "2"}, reasons.SIZE_UNUSABLE, "/statusSize"),
        ({"statusSize": True}, reasons.SIZE_UNUSABLE, "/statusSize"),
        ({"statusSize": 2}, reasons.MESSAGES_MISSING, "/statusMessage"),
        ({"statusMessage": []}, reasons.MESSAGES_MALFORMED, "/statusMessage"),
        ({"statusMessage": "late"}, reasons.MESSAGES_MALFORMED, "/statusMessage"),
        ({"statusMessage": [{"status": "0x0", "message": "a"}] * 2}, reasons.MESSAGES_MALFORMED, "/statusMessage"),
        ({"statusMessage": [{"status": 0, "message": "a"}, "b"]}, reasons.MESSAGES_MALFORMED, "/statusMessage"),
        ({"statusReference": 5}, reasons.REFERENCE_MALFORMED, "/statusReference"),
    ],
)
def test_an_entry_that_the_standard_does_not_allow_is_refused_where_it_is_wrong(changes, reason, where):
    assert refusal(read_status_entry, status_entry(URL, 94_567) | changes) == (reason, "/credentialStatus" + where)


@pytest.mark.parametrize("entry", [None, [], "x", 5])
def test_what_is_not_an_object_is_no_entry(entry):
    assert refusal(read_status_entry, entry)[0] is reasons.ENTRY_TYPE


# --- the companion list ---------------------------------------------------------------------------------------------


def test_a_suspension_stands_in_the_companion_list_at_the_same_index():
    notices = new_notices()
    notices.set(94_567, Notice.SUSPENDED)
    document = status_list_credential(
        notices_url(URL), "did:web:badges.example", notices, purpose=MESSAGE, valid_from=DAY
    )
    entry = notices_entry(read_status_entry(status_entry(URL, 94_567)))

    status = look_up(document, entry)

    assert entry.list_url == f"{URL}/notices"
    assert (notice_of(status.value), status.message) == (Notice.SUSPENDED, "suspended")


@pytest.mark.parametrize(
    ("url", "purpose"),
    [
        ("https://badges.example/lists/1", REVOCATION),
        (URL + "?x=1", REVOCATION),
        (URL.replace("https", "ftp"), REVOCATION),
        (URL, SUSPENSION),
    ],
)
def test_the_lists_of_others_have_no_companion(url, purpose):
    assert notices_entry(StatusEntry(purpose, url, 1)) is None


def test_every_notice_has_its_words_and_every_value_its_message():
    assert set(WORDS) == set(Notice)
    assert set(MESSAGES) == set(range(1 << NOTICE_SIZE))
    assert notice_of(15) is None
