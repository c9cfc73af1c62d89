"""What a step shows and nobody touches is written back equal, for each of the twelve samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sceau.web.desk.designs.forms import STEPS
from sceau.web.desk.designs.forms.tongues import Tongues

SAMPLES = sorted((Path(__file__).resolve().parents[4] / "demo" / "designs").glob("*.json"))
TONGUES = [Tongues(("fr",), "fr"), Tongues(("fr", "en"), "fr")]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_goes_through_every_step_without_change(sample, step):
    document = json.loads(sample.read_text(encoding="utf-8"))

    for tongues in TONGUES:
        shown = STEPS[step](document, tongues=tongues)
        sent = STEPS[step](document, shown.typed(), tongues=tongues)

        assert sent.written() == document
        assert not sent.errors
