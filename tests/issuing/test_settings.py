"""What an institution decides about issuing, within what makes sense."""

from __future__ import annotations

import pytest

from assessment.making import somebody
from institutions.people import member
from issuing.making import NOW, a_preparer, body, head
from sceau.issuing.errors import NotEntitled, WrongValue
from sceau.issuing.models import IssuingSettings
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons.batches import WRONG_SETTING
from sceau.issuing.services.settings import edit_settings
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


def edit(**values):
    return edit_settings(institution=body(), **{"by": head(body()), "now": NOW} | values)


def test_what_nobody_decided_is_as_the_house_has_it():
    found = settings_of(body())

    assert (found.two_people, found.cancel_minutes, found.letters_a_minute, found.remind_days) == (True, 15, 120, 60)
    assert not IssuingSettings.objects.exists()


def test_what_is_not_said_stays():
    edit(cancel_minutes=30)
    edit(two_people=False)

    found = settings_of(body())
    assert (found.two_people, found.cancel_minutes, found.changed_by) == (False, 30, head(body()))
    assert [act.details for act in Act.objects.filter(code="issuing.settings_changed").order_by("pk")] == [
        '{"after":{"cancel_minutes":30},"before":{"cancel_minutes":15},"fields":["cancel_minutes"]}',
        '{"after":{"two_people":false},"before":{"two_people":true},"fields":["two_people"]}',
    ]


def test_the_rule_of_two_people_is_lifted_and_set_under_names_of_their_own():
    for two_people in (False, False, True):
        edit(two_people=two_people)

    acts = Act.objects.filter(code__startswith="issuing.two_people").order_by("pk")
    assert [act.code for act in acts] == ["issuing.two_people_lifted", "issuing.two_people_set"]


def test_nothing_changed_is_no_act():
    edit(cancel_minutes=15)

    assert not Act.objects.filter(code="issuing.settings_changed").exists()
    assert not IssuingSettings.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cancel_minutes", -1),
        ("cancel_minutes", 10_081),
        ("letters_a_minute", 0),
        ("letters_a_minute", 6_001),
        ("remind_days", -1),
        ("remind_days", 366),
        ("remind_days", True),
        ("remind_days", "60"),
        ("two_people", 2),
        ("two_people", 1),
        ("two_people", None),
    ],
)
def test_a_value_stands_within_its_bounds(name, value):
    with pytest.raises(WrongValue) as refusal:
        edit(**{name: value})

    assert refusal.value.reason is WRONG_SETTING
    assert refusal.value.field == name
    assert not IssuingSettings.objects.exists()


@pytest.mark.parametrize("value", [("cancel_minutes", 0), ("cancel_minutes", 10_080), ("remind_days", 0)])
def test_the_bounds_are_allowed(value):
    edit(**dict([value]))

    assert getattr(settings_of(body()), value[0]) == value[1]


def test_who_heads_the_institution_decides():
    designer = somebody("Zoé Ailleurs")
    member(designer, body(), "designer")

    for user in (a_preparer(), designer, head(body("certif-occitanie"))):
        with pytest.raises(NotEntitled):
            edit(by=user, cancel_minutes=1)
    assert not IssuingSettings.objects.exists()
