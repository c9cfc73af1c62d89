"""The registers of France compétences in the tables: the real sample, our fixtures, what a second import changes."""

from __future__ import annotations

import pytest
from frameworks.exports import archive, fiche, fixture, load, real_sample, texts, xml, xml_fiche

from sceau.frameworks.errors import AlreadyLoaded, OlderThanInUse
from sceau.frameworks.models import Bloc, Fiche, FicheBody, FicheCode, Release, ReleaseState

pytestmark = pytest.mark.django_db


def test_the_nine_real_fiches_are_read(tmp_path):
    release = load(real_sample(), tmp_path)

    assert release.state == ReleaseState.IN_USE
    assert set(Fiche.objects.values_list("number", flat=True)) == {
        "RNCP509", "RNCP1197", "RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271", "RNCP19468", "RS5000", "RS6117",
    }  # fmt: skip
    assert Bloc.objects.count() == 6
    assert FicheBody.objects.count() == 16
