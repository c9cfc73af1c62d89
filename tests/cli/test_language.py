import pytest

from sceau.cli import language


@pytest.mark.parametrize(
    ("words", "environment", "spoken"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ([], {"SCEAU_LANG": "en", "LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"SCEAU_LANG": "de"}, "fr"),
        (["--lang", "fr"], {"SCEAU_LANG": "en"}, "fr"),
        (["verify", "a.json", "--lang=en"], {}, "en"),
        (["--lang"], {"SCEAU_LANG": "en"}, "en"),
    ],
)
def test_the_command_line_rules_then_the_variable_then_the_locale(words, environment, spoken):
    assert language.wanted_language(words, environment) == spoken


def test_what_is_said_follows_the_language_in_use():
    assert language.say(fr="oui", en="yes") == "oui"

    language.use("en")

    assert language.say(fr="oui", en="yes") == "yes"


def test_the_choice_of_a_language_is_taken_out_of_the_words():
    words = ["--lang", "en", "tests/engine", "--lang=fr", "-k", "jcs"]

    assert language.without_choice(words) == ["tests/engine", "-k", "jcs"]


@pytest.mark.parametrize("words", [["--lang", "de", "test"], ["--lang=de"], ["test", "--lang"]])
def test_a_language_that_is_not_ours_stays_to_be_refused(words):
    assert language.without_choice(words) == words
