"""The components that every page is made of."""

import re

import lucide
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from sceau.web import translations
from sceau.web.templatetags import look

TEMPLATES = translations.LOCALE.parents[1] / "templates"


class Form(forms.Form):
    title = forms.CharField(label="Intitulé", help_text="Un verbe.", required=False)
    way = forms.ChoiceField(label="Lieu", choices=[("a", "Ici"), ("b", "Là")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="D’accord", help_text="Lu.")
    act = forms.FileField(label="Acte")


def field(name, data=None) -> str:
    with translation.override("fr"):
        return str(Form(data)[name].as_field_group())


def component(markup, **context) -> str:
    """As in a template: the loader of the components reads files only, so it is asked to read a text here."""
    with translation.override("fr"):
        template = engines["django"].from_string(CottonCompiler().process(markup))
        return template.render(context, RequestFactory().get("/x?q=a&page=2"))


def test_a_field_is_read_in_order_and_its_help_and_error_are_tied_to_it():
    page = field("act", {})

    places = [page.index(word) for word in ("<label", 'class="field__error"', '<input type="file"')]
    assert places == sorted(places)
    assert 'aria-describedby="id_act_error"' in page
    assert 'id="id_act_error"' in page
    assert 'aria-invalid="true"' in page


def test_what_is_optional_is_marked_and_what_is_asked_is_not():
    assert "(facultatif)" in field("title")
    assert "(facultatif)" not in field("act")


def test_choices_are_a_group_with_its_name():
    page = field("way", {})

    assert re.search(r'<fieldset class="field field--wrong" aria-describedby="id_way_error">\s*<legend>Lieu', page)
    assert page.count('type="radio"') == 2
    assert '<label for="id_way_1">Là</label>' in page


def test_a_box_to_tick_stands_before_its_words():
    page = field("agreed")

    assert page.index('type="checkbox"') < page.index("<label")
    assert 'id="id_agreed_helptext"' in page


def test_what_somebody_typed_is_never_markup():
    assert "<script>" not in field("title", {"title": "<script>"})


def test_the_summary_of_a_refused_form_takes_the_focus_and_leads_to_each_field():
    page = component('<c-errors :form="form" />', form=Form({}))

    assert 'role="alert" tabindex="-1" autofocus' in page
    assert re.findall(r'href="#(\w+)"', page) == ["id_way_0", "id_agreed", "id_act"]
    assert "3 points sont à revoir" in page


def test_a_form_that_was_not_sent_has_no_summary():
    assert component('<c-errors :form="form" />', form=Form()).strip() == ""


def test_pages_are_linked_by_the_first_the_last_and_the_neighbours():
    pages = Paginator(range(300), 25)

    assert look.near(pages.page(6)) == [1, None, 5, 6, 7, None, 12]
    assert look.near(pages.page(1)) == [1, 2, None, 12]
    assert look.near(Paginator(range(50), 25).page(2)) == [1, 2]


def test_the_words_of_an_address_are_kept_from_page_to_page():
    page = component('<c-pages :page="page" />', page=Paginator(range(300), 25).page(2))

    assert 'href="?q=a&amp;page=3" rel="next"' in page
    assert 'href="?q=a&amp;page=2" aria-current="page"' in page


def test_a_list_of_one_page_has_no_links():
    assert "<a" not in component('<c-pages :page="page" />', page=Paginator(range(3), 25).page(1))


def test_an_icon_is_silent_and_keeps_to_its_word():
    drawing = look.drawn("stamp")

    assert 'class="icon"' in drawing
    assert 'aria-hidden="true"' in drawing
    with pytest.raises(lucide.IconDoesNotExist):
        look.drawn("nothing-of-the-kind")


def test_every_icon_that_a_template_names_exists():
    names = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(
            r"""(?:\{% icon|<c-icon name=)\s*["']([\w-]+)["']""", template.read_text(encoding="utf-8")
        )
    }

    assert len(names) > 5
    assert [name for name in names if not look.drawn(name)] == []


def test_every_component_says_what_it_takes():
    for template in (TEMPLATES / "cotton").glob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert re.search(r"\{# .{10,} #\}", source), template.name
        for name in re.findall(r"<c-vars ([^>]*)/>", source):
            for each in re.findall(r":?([\w-]+)(?:=|\s|$)", re.sub(r'"[^"]*"', "", name)):
                assert each in source.split("#}")[0] or each in source.split("{#")[1], (template.name, each)


def test_no_page_holds_a_style_or_a_script_of_its_own():
    """The policy would refuse them. Letters are no pages."""
    inline = re.compile(r"<style|\sstyle=|\son\w+=\"|<script(?![^>]*\ssrc=)|javascript:", re.I)

    for template in TEMPLATES.rglob("*.html"):
        if not {"mail", "email"} & set(template.relative_to(TEMPLATES).parts):
            assert inline.findall(template.read_text(encoding="utf-8")) == [], template.relative_to(TEMPLATES)


def test_every_page_says_what_it_is():
    """A template that extends the frame gives its title, or extends one that does."""
    frames = {"base.html", "public/base.html", "account/base.html", "desk/base.html", "platform/base.html"}
    for template in TEMPLATES.rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        extends = re.match(r"\{% extends [\"']([^\"']+)", source)
        name = str(template.relative_to(TEMPLATES))
        if extends and extends[1] in frames and not name.endswith("base.html"):
            assert "{% block title %}" in source, name
