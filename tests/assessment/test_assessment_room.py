"""The room is there."""

import pytest
from django.apps import apps

from sceau.assessment.models import Session


@pytest.mark.django_db
def test_the_room_is_installed_with_its_tables():
    assert apps.is_installed("sceau.assessment")
    assert not Session.objects.exists()
