"""What machines that watch over the installation are told, and who may read the figures."""

import json
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils.timezone import now

from sceau.config import figures, health, selftest
from sceau.jobs.models import Heartbeat
from sceau.journal.services import record
from sceau.keyring.selftest import SHARED, Fault


@pytest.fixture
def worker():
    return Heartbeat.objects.create(worker="worker", at=now())


def state(answer):
    return answer.status_code, json.loads(answer.content)


@pytest.mark.django_db
def test_all_is_well(client, worker):
    well = {"status": "ok", "database": "ok", "tables": "ok"}

    assert state(client.get("/healthz")) == (200, well | {"worker": "ok"})
    assert state(client.get("/healthz/web")) == (200, well)
    assert client.get("/healthz").headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.django_db
def test_a_silent_worker_is_told_and_closes_no_page(client, worker):
    Heartbeat.objects.update(at=now() - timedelta(minutes=5))

    assert state(client.get("/healthz"))[0] == 503
    assert state(client.get("/healthz"))[1]["worker"] == "silent"
    assert state(client.get("/healthz/web"))[0] == 200


@pytest.mark.django_db
def test_no_worker_was_ever_heard_of(client):
    assert state(client.get("/healthz"))[1]["worker"] == "silent"


@pytest.mark.django_db
def test_tables_that_are_behind_are_told(client, worker, monkeypatch):
    monkeypatch.setattr(health, "_complete", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'config'")

    assert state(client.get("/healthz/web")) == (503, {"status": "unwell", "database": "ok", "tables": "behind"})


@pytest.mark.django_db
def test_a_database_out_of_reach_is_told_without_a_word_of_it(client, monkeypatch):
    def out_of_reach(**_):
        raise OperationalError("password of sceau at 10.0.0.3 refused")

    monkeypatch.setattr(health, "_complete", True)
    monkeypatch.setattr(health, "worker_lives", out_of_reach)

    assert state(client.get("/healthz")) == (
        503,
        {"status": "unwell", "database": "out of reach", "tables": "unknown", "worker": "unknown"},
    )


@pytest.mark.django_db
def test_asking_costs_two_queries(client, worker, django_assert_num_queries):
    client.get("/healthz")

    with django_assert_num_queries(2):
        client.get("/healthz")
    with django_assert_num_queries(1):
        client.get("/healthz/web")


@pytest.mark.django_db
def test_figures_tell_of_requests_and_of_the_house(client, worker):
    record("institution.created", subject=f"institution:{uuid4()}", by=None, at=now())
    client.get("/")

    page = client.get("/metrics", headers={"host": "127.0.0.1:8000"})

    assert page.status_code == 200
    text = page.content.decode()
    assert 'sceau_requests_total{method="GET",route="home",status="200"}' in text
    assert 'sceau_request_seconds_bucket{le="0.04",route="home"}' in text
    figures = dict(line.split() for line in text.splitlines() if line.startswith("sceau_") and "{" not in line)
    assert figures["sceau_database_up"] == "1.0"
    assert float(figures["sceau_outbox_acts"]) == 1
    assert figures["sceau_outbox_failing_acts"] == "0.0"
    assert 0 <= float(figures["sceau_worker_silence_seconds"]) < 60
    assert figures["sceau_key_faults"] == "0.0"


@pytest.mark.django_db
def test_figures_name_no_method_or_address_that_a_stranger_made_up(client):
    client.generic("BREW", "/made/up/by/a/stranger")

    text = client.get("/metrics", headers={"host": "localhost"}).content.decode()
    assert "stranger" not in text
    assert "BREW" not in text
    assert 'method="other",route="none"' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "localhost"},
        {"HTTP_HOST": "sceau.example"},
        {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "192.0.2.1"},
        {"HTTP_HOST": "localhost", "HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "localhost", "HTTP_FORWARDED": "for=192.0.2.1"},
        {"HTTP_HOST": "evil.example"},
    ],
)
def test_without_a_token_only_this_machine_reads_the_figures(client, extra):
    page = client.get("/metrics", **extra)

    assert page.status_code == 403
    assert "sceau_" not in page.content.decode()
    assert "Pas de chiffres" in page.content.decode()
    assert "No figures" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer le-jeton-de-vingt-signes-et-plus", 200),
        ("bearer  le-jeton-de-vingt-signes-et-plus ", 200),
        ("Bearer le-jeton-de-vingt-signes-et-plu", 403),
        ("Bearer é", 403),
        ("Basic le-jeton-de-vingt-signes-et-plus", 403),
        ("", 403),
    ],
)
def test_with_a_token_whoever_has_it_reads_them(client, settings, header, status):
    settings.METRICS_TOKEN = "le-jeton-de-vingt-signes-et-plus"

    page = client.get("/metrics", headers={"host": "localhost", "authorization": header}, REMOTE_ADDR="192.0.2.1")

    assert page.status_code == status


@pytest.mark.django_db
def test_without_a_database_one_figure_is_left(monkeypatch):
    def out_of_reach():
        raise OperationalError

    monkeypatch.setattr(figures, "last_heartbeat", out_of_reach)

    assert [(family.name, family.samples[0].value) for family in figures.house(now=now())] == [("sceau_database_up", 0)]


@pytest.mark.django_db
def test_what_the_self_test_finds_is_counted_and_looked_for_again_later(monkeypatch):
    found = [Fault(SHARED, {"keys": "a, b"})]
    monkeypatch.setattr(selftest, "_last", None)
    monkeypatch.setattr(selftest, "faults", lambda **_: found)
    moment = now()

    assert selftest.count_of_faults(now=moment) == 1
    found.clear()
    assert selftest.count_of_faults(now=moment + timedelta(minutes=9)) == 1
    assert selftest.count_of_faults(now=moment + timedelta(minutes=11)) == 0


@pytest.mark.django_db
def test_the_house_stays_closed_over_wrong_keys(monkeypatch):
    selftest.refuse_wrong_keys()
    monkeypatch.setattr(selftest, "faults", lambda store: [Fault(SHARED, {"keys": "un #key-1, deux #key-1"})])

    with pytest.raises(selftest.WrongKeys) as refused:
        selftest.refuse_wrong_keys()

    assert "un #key-1, deux #key-1" in refused.value.sentence("fr")
    assert refused.value.sentence("en").startswith("Sceau does not start")


def test_the_counts_of_all_processes_are_added_up_and_forgotten_at_the_start(tmp_path, in_a_process):
    program = f"""
import os, sys
from sceau.config import metrics
from pathlib import Path
metrics.keep_in(Path({str(tmp_path)!r}))
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        metrics.count_request("home", "GET", 200, 0.01)
        os._exit(0)
    os.waitpid(pid, 0)
sys.stdout.write(metrics.exposition([]).decode())
metrics.start_afresh()
sys.stdout.write("AFRESH" + metrics.exposition([]).decode())
"""
    ended = in_a_process({}, program)

    before, after = ended.stdout.split("AFRESH")
    assert 'sceau_requests_total{method="GET",route="home",status="200"} 3.0' in before, ended.stderr
    assert "sceau_requests" not in after
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] != str(tmp_path)
