"""The room is there."""

from django.apps import apps


def test_the_rooms_are_installed():
    assert apps.is_installed("sceau.people")
