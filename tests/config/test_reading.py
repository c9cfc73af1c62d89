"""Settings: what is right is typed, what is wrong is told at once and in full, and no secret is repeated."""

import multiprocessing
import stat
from ipaddress import ip_network

import pytest

from sceau.config import generated, reading
from sceau.config.environment import Environment, default_data, fields, is_secret, says, variable
from sceau.config.errors import WrongSettings
from sceau.config.mailserver import mail_server
from sceau.config.reading import read
from sceau.outside.keystores.kek import new_kek
from test_french import faults_of

WRONG = {
    "SCEAU_MODE": ["prod", "PRODUCTION"],
    "SCEAU_BASE_URL": [
        "preuves.exemple.fr",
        "ftp://preuves.exemple.fr",
        "https://preuves.exemple.fr/sceau",
        "https://preuves.exemple.fr?x=1",
        "https://moi:secret@preuves.exemple.fr",
        "https://préuves.exemple.fr",
        "https://preuves_.exemple.fr",
        "https://preuves.exemple.fr:99999",
        "https://",
        "http://[::1",
    ],
    "SCEAU_DATA": ["/proc/nowhere", "/dev/null/data"],
    "SCEAU_DATABASE_URL": ["mysql://moi:secret@serveur/base", "quelconque", "oracle"],
    "SCEAU_SECRET_KEY": ["zzyzzy", "a" * 80],
    "SCEAU_KEK": ["1:secret", "AAAA", "1:" + "A" * 43, "0:" + "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"],
    "SCEAU_KEK_FILE": ["/nowhere/kek", "/"],
    "SCEAU_ALLOWED_HOSTS": ["preuves.exemple.fr:8000", "*", "https://preuves.exemple.fr", "a b"],
    "SCEAU_TRUSTED_PROXIES": ["proxy", "10.0.0.0/99", "10.0.0.1;10.0.0.2"],
    "SCEAU_MAIL": ["relais", "http://courriel.exemple.fr", "smtp://?", "smtp://serveur:port", "smtp://a/b"],
    "SCEAU_MAIL_FROM": ["preuves", "Sceau <preuves>", "a@b"],
    "SCEAU_FILES": ["seau-7", "https://cle:passe@s3.exemple.fr/seau-7", "s3://s3.exemple.fr/seau-7"],
    "SCEAU_FONTS": ["/nowhere/fonts", "/dev/null"],
    "SCEAU_ADMIN_EMAIL": ["moi", "Moi <moi@exemple.fr>", "moi@exemple.fr, toi@exemple.fr"],
    "SCEAU_LOG_FORMAT": ["xml"],
    "SCEAU_LOG_LEVEL": ["INFO", "loud"],
    "SCEAU_METRICS_TOKEN": ["zzyzzy", "aaaaaaaaaaaaaaaaaaaaaaaaa"],
    "SCEAU_KEY_DELAY_HOURS": ["0", "-1", "two", "1.5", "721"],
    "SCEAU_INVITATION_DAYS": ["0", "91", "x"],
    "SCEAU_SESSION_HOURS": ["0", "721", "x"],
    "SCEAU_TIME_ZONE": ["Paris", "Europe", "../../etc/passwd", "UTC+1"],
    "SCEAU_WORKERS": ["0", "65", "many"],
    "SCEAU_THREADS": ["0", "65", "many"],
    "SCEAU_SIGNING_SHARE": ["9", "101", "half", "50%"],
}


def faults_in(variables):
    with pytest.raises(WrongSettings) as refused:
        read(variables)
    return refused.value


def test_every_setting_has_wrong_values_here():
    assert WRONG.keys() == {variable(name) for name in fields()}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_told_in_both_languages(name, value, production):
    others = {"SCEAU_KEK": ""} if name == "SCEAU_KEK_FILE" else {}

    refused = faults_in(production | others | {name: value})

    assert [fault.variable for fault in refused.faults] == [name]
    (fault,) = refused.faults
    field = name.removeprefix("SCEAU_").lower()
    for language, expected in says(field).wants.items():
        sentence = fault.sentence(language)
        assert sentence.startswith(name)
        assert expected in sentence or fault.reason.code in {
            "config.data_out_of_reach",
            "config.file_out_of_reach",
        } | {f"kek.{code}" for code in ("empty", "malformed", "wrong_length", "weak")}
        assert not is_secret(field) or value not in sentence
    assert faults_of(fault.sentence("fr").replace(value, "x")) == []
    assert "secret" not in str(refused.faults[0].details)


def test_all_that_is_wrong_is_told_at_once(production):
    wrong = {name: values[0] for name, values in WRONG.items() if name not in {"SCEAU_MODE", "SCEAU_KEK_FILE"}}

    refused = faults_in(production | wrong)

    assert [fault.variable for fault in refused.faults] == [
        variable(name) for name in fields() if variable(name) in wrong
    ]
    for language in ("fr", "en"):
        assert refused.sentence(language).count("■") == len(wrong)


def test_production_demands_its_secrets_and_names_each(tmp_path):
    refused = faults_in({"SCEAU_DATA": str(tmp_path)})

    assert [fault.variable for fault in refused.faults] == [
        "SCEAU_BASE_URL",
        "SCEAU_SECRET_KEY",
        "SCEAU_KEK",
        "SCEAU_MAIL",
        "SCEAU_MAIL_FROM",
    ]
    assert {fault.reason.code for fault in refused.faults} == {"config.missing", "config.missing_secret"}
    for language in ("fr", "en"):
        assert "SCEAU_KEK_FILE" in refused.sentence(language)
        assert "SCEAU_MAIL_FROM_FILE" not in refused.sentence(language)
    assert list(tmp_path.iterdir()) == [], "nothing is made where people are to decide"


@pytest.mark.parametrize("name", ["SCEAU_BASE_URL", "SCEAU_SECRET_KEY", "SCEAU_KEK", "SCEAU_MAIL", "SCEAU_MAIL_FROM"])
def test_an_empty_secret_is_a_missing_one(production, name):
    assert [fault.variable for fault in faults_in(production | {name: " "}).faults] == [name]


def test_production_is_over_tls_but_on_this_machine(production):
    assert faults_in(production | {"SCEAU_BASE_URL": "http://preuves.exemple.fr"}).faults[0].reason.code == (
        "config.https_in_production"
    )
    assert read(production | {"SCEAU_BASE_URL": "http://127.0.0.1:8000"}).base_url == "http://127.0.0.1:8000"


def test_a_slip_in_a_name_is_told_and_a_stranger_let_be(production):
    refused = faults_in(production | {"SCEAU_MAILFROM": "x", "SCEAU_BASEURL": "y"})

    assert [(fault.variable, fault.details["meant"]) for fault in refused.faults] == [
        ("SCEAU_BASEURL", "SCEAU_BASE_URL"),
        ("SCEAU_MAILFROM", "SCEAU_MAIL_FROM"),
    ]
    assert refused.sentence("en").count("?.") == 0
    assert read(production | {"SCEAU_LANG": "en", "SCEAU_COLOUR_OF_THE_DOOR": "green"})
    assert reading.unknown({"SCEAU_LANG": "en", "SCEAU_COLOUR": "x", "PATH": "y"}) == ["SCEAU_COLOUR"]


def test_what_is_right_is_typed(production):
    found = read(
        production
        | {
            "SCEAU_BASE_URL": "HTTPS://Preuves.Exemple.FR:443/",
            "SCEAU_ALLOWED_HOSTS": "Preuves.exemple.fr, .exemple.org ,[::1]",
            "SCEAU_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.7/8, ::1",
            "SCEAU_WORKERS": "3",
            "SCEAU_TIME_ZONE": "Indian/Reunion",
        }
    )

    assert found.base_url == "https://preuves.exemple.fr"
    assert found.allowed_hosts == ("preuves.exemple.fr", ".exemple.org", "[::1]")
    assert found.trusted_proxies == tuple(map(ip_network, ("127.0.0.1/32", "10.0.0.0/8", "::1/128")))
    assert (found.workers, found.threads, found.key_delay_hours, found.invitation_days) == (3, 2, 48, 14)
    assert found.in_production
    assert found.over_tls
    assert "fifty signs" not in repr(found)


def test_several_key_encryption_keys_may_stand_in_one_variable(production):
    ring = f"{production['SCEAU_KEK']},{new_kek(2).strip()}"

    assert read(production | {"SCEAU_KEK": ring}).kek.get_secret_value() == ring.replace(",", "\n")


def test_a_secret_may_stand_in_a_file(production, tmp_path):
    (tmp_path / "mail").write_text("smtps://serveur.exemple.fr\n", encoding="utf-8")
    (tmp_path / "kek").write_text("# le coffre\n" + production["SCEAU_KEK"] + "\n", encoding="utf-8")
    files = {"SCEAU_MAIL_FILE": str(tmp_path / "mail"), "SCEAU_KEK_FILE": str(tmp_path / "kek")}

    found = read(production | {"SCEAU_MAIL": "", "SCEAU_KEK": ""} | files)

    assert found.mail.get_secret_value() == "smtps://serveur.exemple.fr"
    assert found.kek.get_secret_value() == production["SCEAU_KEK"]
    twice = faults_in(production | files)
    assert [(fault.variable, fault.details["other"]) for fault in twice.faults] == [
        ("SCEAU_KEK", "SCEAU_KEK_FILE"),
        ("SCEAU_MAIL", "SCEAU_MAIL_FILE"),
    ]


def test_a_file_of_a_secret_that_is_not_there_is_told(production):
    refused = faults_in(production | {"SCEAU_MAIL": "", "SCEAU_MAIL_FILE": "/nowhere/mail"})

    assert [fault.variable for fault in refused.faults] == ["SCEAU_MAIL_FILE"]
    assert "/nowhere/mail" in refused.sentence("fr")


@pytest.mark.parametrize("content", [b"", b"1:trop-court", b"\xff\xfe", b"1:" + b"A" * 43])
def test_a_file_that_holds_no_key_is_told_without_its_content(production, tmp_path, content):
    (tmp_path / "kek").write_bytes(content)

    refused = faults_in(production | {"SCEAU_KEK": "", "SCEAU_KEK_FILE": str(tmp_path / "kek")})

    assert [fault.variable for fault in refused.faults] == ["SCEAU_KEK_FILE"]
    assert "trop-court" not in refused.sentence("fr")


@pytest.mark.parametrize("mode", ["demo", "development"])
def test_outside_production_secrets_are_made_once_for_their_owner_alone(tmp_path, mode):
    variables = {"SCEAU_MODE": mode, "SCEAU_DATA": str(tmp_path / "new" / "data")}

    first, second = read(variables), read(variables)

    assert first.secret_key.get_secret_value() == second.secret_key.get_secret_value()
    assert first.kek.get_secret_value() == second.kek.get_secret_value()
    assert len(first.secret_key.get_secret_value()) >= 50
    assert first.kek_file == tmp_path / "new" / "data" / "kek"
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in first.data.iterdir()} == {
        "kek": 0o600,
        "secret-key": 0o600,
    }
    assert stat.S_IMODE(first.data.stat().st_mode) == 0o700


def test_a_secret_that_is_given_is_not_made(tmp_path, production):
    read(production | {"SCEAU_MODE": "demo"})

    assert list((tmp_path / "data").iterdir()) == []


def test_processes_that_begin_together_keep_the_same_secret(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        found = pool.starmap(generated.kept_secret, [(tmp_path / "kek", generated.new_secret_key)] * 64)

    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kek"]


def test_a_damaged_secret_of_a_demonstration_is_told(tmp_path):
    (tmp_path / "kek").write_text("1:abc", encoding="ascii")

    refused = faults_in({"SCEAU_MODE": "demo", "SCEAU_DATA": str(tmp_path)})

    assert [fault.variable for fault in refused.faults] == ["SCEAU_KEK_FILE"]


def test_the_folder_is_of_the_clone_or_of_the_account(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert default_data(tmp_path) == tmp_path / "xdg" / "sceau"
    (tmp_path / "sceau").touch()
    assert default_data(tmp_path) == tmp_path / "var" / "house"


@pytest.mark.parametrize(
    ("url", "port", "starttls", "implicit"),
    [
        ("smtp://serveur", 587, True, False),
        ("smtps://serveur", 465, False, True),
        ("smtp+clear://serveur", 25, False, False),
        ("smtp://serveur:2525", 2525, True, False),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, port, starttls, implicit):
    server = mail_server(url)

    assert (server.host, server.port, server.starttls, server.implicit_tls) == ("serveur", port, starttls, implicit)


def test_the_password_of_a_mail_server_may_hold_any_sign():
    server = mail_server("smtp://compte%40exemple.fr:p%3A%2F%40@serveur")

    assert (server.user, server.password) == ("compte@exemple.fr", "p:/@")


def test_what_people_are_told_is_well_written():
    for name in fields():
        told = says(name)
        texts = [told.fr, told.wants["fr"], (told.by_default or {}).get("fr", "")]
        assert [text for text in texts if faults_of(text)] == [], name
    assert set(Environment.model_fields) == set(fields())


def test_the_folder_that_nobody_named_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(default_data, "__defaults__", (tmp_path / "not a clone",))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))

    found = read({"SCEAU_MODE": "demo"})

    assert found.data == tmp_path / "xdg" / "sceau"
    assert {path.name for path in found.data.iterdir()} == {"kek", "secret-key"}


def test_a_folder_that_nobody_named_and_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(default_data, "__defaults__", (tmp_path / "not a clone",))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))

    assert [fault.variable for fault in faults_in({"SCEAU_MODE": "demo"}).faults] == ["SCEAU_DATA"]
