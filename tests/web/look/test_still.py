"""Parts that are drawn once: the same in each language, for each of the values they name, and for nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from sceau.web.templatetags import still

WORD = "{% load i18n still %}"


@dataclass(frozen=True, slots=True)
class Counting:
    """What is drawn says how often it was asked."""

    asked: list[int]

    def __hash__(self):
        return 7

    @property
    def times(self):
        self.asked.append(1)
        return len(self.asked)


def test_it_is_drawn_once():
    it, page = Counting([]), Template(f"{WORD}{{% still it=it %}}{{{{ it.times }}}}{{% endstill %}}")

    assert [page.render(Context({"it": it})) for _ in range(3)] == ["1", "1", "1"]


def test_each_language_has_its_own():
    page = Template(f"{WORD}{{% still %}}{{% get_current_language as spoken %}}{{{{ spoken }}}}{{% endstill %}}")

    for language in ("fr", "en", "fr"):
        with translation.override(language):
            assert page.render(Context()) == language


def test_each_value_has_its_own_and_is_escaped():
    page = Template(f"{WORD}{{% still name=name.0 %}}{{{{ name }}}}{{% endstill %}}")

    assert page.render(Context({"name": ["<b>"]})) == "&lt;b&gt;"
    assert page.render(Context({"name": ["Naïma"]})) == "Naïma"
    assert page.render(Context({"name": ["<b>"]})) == "&lt;b&gt;"


def test_nothing_else_of_the_page_is_known_inside():
    page = Template(f"{WORD}{{{{ name }}}}{{% still %}}[{{{{ name }}}}]{{% endstill %}}{{{{ name }}}}")

    assert page.render(Context({"name": "Naïma"})) == "Naïma[]Naïma"


def test_a_value_without_a_name_is_refused():
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        Template(f"{WORD}{{% still mode %}}x{{% endstill %}}")


def test_so_many_are_kept_and_those_that_were_drawn_last():
    it, page = Counting([]), Template(f"{WORD}{{% still n=n it=it %}}{{{{ it.times }}}}{{% endstill %}}")
    for n in range(still.MOST + 1):
        page.render(Context({"n": n, "it": it}))

    assert page.render(Context({"n": still.MOST, "it": it})) == str(still.MOST + 1)
    assert page.render(Context({"n": 0, "it": it})) == str(still.MOST + 2)
