"""The catalogue is compiled when a part changed, and only then."""

import gettext

from sceau.web import translations

PART = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(folder, name, *pairs):
    texts = "".join(f'msgid "{french}"\nmsgstr "{english}"\n\n' for french, english in pairs)
    (folder / name).write_text(PART + texts, encoding="utf-8")


def read(compiled):
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_several_parts_make_one_catalogue(tmp_path):
    write(tmp_path, "a.po", ("Clé", "Key"))
    write(tmp_path, "b.po", ("Équipe", "Team"))
    compiled = tmp_path / "made" / "django.mo"

    assert translations.keep_fresh(tmp_path, compiled)

    catalogue = read(compiled)
    assert [catalogue.gettext("Clé"), catalogue.gettext("Équipe")] == ["Key", "Team"]


def test_it_is_not_made_again_while_nothing_changed(tmp_path):
    write(tmp_path, "a.po", ("Clé", "Key"))
    compiled = tmp_path / "django.mo"
    translations.keep_fresh(tmp_path, compiled)
    before = compiled.stat().st_mtime_ns

    assert not translations.keep_fresh(tmp_path, compiled)
    assert compiled.stat().st_mtime_ns == before


def test_it_is_made_again_when_a_part_changed_or_went(tmp_path):
    write(tmp_path, "a.po", ("Clé", "Key"))
    write(tmp_path, "b.po", ("Équipe", "Team"))
    compiled = tmp_path / "django.mo"
    translations.keep_fresh(tmp_path, compiled)

    write(tmp_path, "a.po", ("Clé", "The key"))
    assert translations.keep_fresh(tmp_path, compiled)
    assert read(compiled).gettext("Clé") == "The key"

    (tmp_path / "b.po").unlink()
    assert translations.keep_fresh(tmp_path, compiled)
    assert read(compiled).gettext("Équipe") == "Équipe"


def test_the_same_parts_give_the_same_bytes(tmp_path):
    write(tmp_path, "a.po", ("Clé", "Key"), ("Équipe", "Team"))

    translations.keep_fresh(tmp_path, tmp_path / "one.mo")
    translations.keep_fresh(tmp_path, tmp_path / "two.mo")

    assert (tmp_path / "one.mo").read_bytes() == (tmp_path / "two.mo").read_bytes()


def test_where_nothing_can_be_written_the_start_goes_on(tmp_path, caplog):
    write(tmp_path, "a.po", ("Clé", "Key"))
    (tmp_path / "file").write_bytes(b"")

    assert not translations.keep_fresh(tmp_path, tmp_path / "file" / "django.mo")
    assert "english.not_compiled" in caplog.text
