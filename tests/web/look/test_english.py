"""Everything that is said in French is said in English, with the same places for values; nothing is translated in vain."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from sceau.web import translations, verifier_data
from test_french import faults_of
from web.look.messages import Message, in_python, in_template, of_python, of_templates

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str], tuple[str, Message]]:
    return {message.key: (place, message) for place, message in [*of_templates(), *of_python()]}


@pytest.fixture(scope="module")
def entries():
    found = []
    for part in sorted(translations.PARTS.glob("*.po")):
        with part.open("rb") as file:
            found += [(part.name, message) for message in read_po(file, locale="en", abort_invalid=True) if message.id]
    return found


def key_of(entry) -> tuple[str, str]:
    return entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]


def strings_of(entry) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string)


def skeleton(place: str, message: Message) -> str:
    """What to copy into a part."""
    lines = [f"#: {place}"]
    lines += [f'msgctxt "{message.context}"'] if message.context else []
    lines += [f'msgid "{message.singular}"']
    lines += [f'msgid_plural "{message.plural}"', 'msgstr[0] ""', 'msgstr[1] ""'] if message.plural else ['msgstr ""']
    return "\n".join(lines)


def test_every_text_has_its_english(said, entries):
    written = {key_of(entry) for _part, entry in entries}
    missing = [skeleton(place, message) for key, (place, message) in said.items() if key not in written]

    assert len(said) > 40
    assert missing == [], "\n\n".join(["", *missing])


def test_no_english_is_empty_or_in_doubt(entries):
    assert [key_of(entry) for _part, entry in entries if not all(strings_of(entry)) or entry.fuzzy] == []


def test_nothing_is_translated_in_vain(said, entries):
    assert [(part, *key_of(entry)) for part, entry in entries if key_of(entry) not in said] == []


def test_two_parts_never_say_the_same_text_in_two_ways(entries):
    ways: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for _part, entry in entries:
        ways.setdefault(key_of(entry), set()).add(tuple(strings_of(entry)))

    assert {key: found for key, found in ways.items() if len(found) > 1} == {}


def test_the_values_stand_in_both(entries):
    def places(text):
        return sorted(PLACE.findall(text))

    wrong = []
    for part, entry in entries:
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        strings = strings_of(entry)
        for number, string in enumerate(strings):
            wanted = ids[min(number, len(ids) - 1)]
            if places(string) != places(wanted) and not (number == 0 and len(ids) > 1):  # "one" may do without figure
                wrong.append((part, wanted, string))

    assert wrong == []


def test_a_text_has_a_plural_in_both_or_in_none(said, entries):
    plural = {key: bool(message.plural) for key, (_place, message) in said.items()}

    assert [key_of(entry) for _part, entry in entries if plural.get(key_of(entry)) == isinstance(entry.id, str)] == []


def test_every_text_is_well_written_french(said):
    texts = [
        (place, text)
        for place, message in said.values()
        for text in (message.singular, message.plural)
        if message.singular != text or text
    ]

    assert [(place, text, faults_of(text)) for place, text in texts if faults_of(text)] == []


def test_scripts_say_nothing_of_their_own():
    """A word that a script shows comes from the page, where it is translated; or from the engine, in both languages."""
    french = re.compile(r"""["'`][^"'`\n]*[À-ÿ’«»][^"'`\n]*["'`]""")
    scripts = sorted((Path(translations.__file__).parent / "static").rglob("*.js"))
    # made from the engine: tests/web/verifier/test_modules.py
    for place in ("verifier/catalogue.js", "verifier/telling-words.js", "bundle/bundle-words.js"):
        scripts.remove(verifier_data.FOLDER.parent / place)

    assert scripts
    for script in scripts:
        code = re.sub(r"^\s*//.*$", "", script.read_text(encoding="utf-8"), flags=re.M)
        assert french.findall(code) == [], script.name


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("This field is required.", "Ce champ est obligatoire."),  # of Django
        ("Sign Out", "Se déconnecter"),  # of allauth
    ],
)
def test_what_the_frameworks_say_is_said_in_french(text, french):
    with translation.override("fr"):
        assert translation.gettext(text) == french


def test_the_catalogue_that_runs_is_the_one_of_the_parts(entries):
    part, entry = next((part, entry) for part, entry in entries if isinstance(entry.id, str) and not entry.context)

    with translation.override("en"):
        assert translation.gettext(entry.id) == entry.string, part


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{% translate "Bonjour" %}', Message("Bonjour")),
        ("<c-x title=\"{% translate 'Bonjour' as x %}\" />", Message("Bonjour")),
        ('{% translate "Mai" context "mois" %}', Message("Mai", context="mois")),
        ('{{ _("Bonjour") }}', Message("Bonjour")),
        ('{% include "x" with a=_("Bonjour") %}', Message("Bonjour")),
        ("{% blocktranslate with a=b %}À {{ a }} %{% endblocktranslate %}", Message("À %(a)s %%")),
        (
            "{% blocktranslate trimmed count n=x|length %}\n un\n jour {% plural %} {{ n }}\n jours {% endblocktranslate %}",
            Message("un jour", "%(n)s jours"),
        ),
    ],
)
def test_a_text_is_found_in_a_template(template, message):
    assert list(in_template(template)) == [message]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('x = _("un " "jour")', Message("un jour")),
        ('x = ngettext("un", "%(n)s", n)', Message("un", "%(n)s")),
        ('x = translation.pgettext_lazy("mois", "mai")', Message("mai", context="mois")),
    ],
)
def test_a_text_is_found_in_a_module(source, message):
    assert [found for _line, found in in_python(source)] == [message]


def test_a_text_that_is_made_on_the_way_is_a_fault():
    with pytest.raises(AssertionError, match="written out"):
        list(in_python("x = gettext(f'{a} jours')"))
