"""Two people at the same moment: one version, no hole, nothing lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from design.samples import begun, changed, reviewed
from institutions.people import NOW
from sceau.design.errors import ChangedMeanwhile, NotNow
from sceau.design.models import Design, DesignVersion
from sceau.design.services import new_version, publish, save_step
from sceau.design.steps import digest_of, part_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads"),
]


def together(*works):
    """What each gave, or what it raised, all begun at once."""
    ready, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            ready.wait(10)
            found[place] = work()
        except Exception as fault:
            found[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def test_of_two_publications_one_has_the_number(alpes, claire, amina):
    design = begun(alpes, claire)
    for number in (1, 2, 3):
        if number > 1:
            new_version(design=design, by=claire, now=NOW)
            changed(design, "look", {"/worth/fr": f"Version {number}"}, claire)
        reviewed(design, claire, amina)

        found = together(*[lambda: publish(design=design, by=amina, now=NOW)] * 3)

        assert sorted(type(each).__name__ for each in found) == ["DesignVersion", "NotNow", "NotNow"]
    assert list(DesignVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_of_two_saves_of_one_step_one_is_shown_and_of_two_steps_both_stay(alpes, claire, amina):
    design = begun(alpes, claire)
    seen = {step: digest_of(part_of(design.draft, step)) for step in ("look", "identity")}

    def save(step, pointer, value, by):
        return lambda: save_step(design=design, step=step, values={pointer: value}, seen=seen[step], by=by, now=NOW)

    found = together(
        save("look", "/worth/fr", "A", claire),
        save("look", "/worth/fr", "B", amina),
        save("identity", "/summary/fr", "C", amina),
    )

    assert [type(each) for each in found].count(ChangedMeanwhile) == 1
    there = Design.objects.get(pk=design.pk).draft
    assert there["summary"]["fr"] == "C"
    assert there["worth"]["fr"] in ("A", "B")
    assert not any(isinstance(each, NotNow) for each in found)
