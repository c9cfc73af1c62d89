"""Parts of pages that are the same for everybody: drawn once in each language, then only put in their places."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST: Final = 128  # forms of one part that are kept: those that were drawn last


@register.tag
def still(parser: Parser, token: Token) -> _Still:
    """`{% still %}…{% endstill %}`, or `{% still mode=mode %}`: a part that depends on the language and on these alone.

    Inside, nothing else of the page is known: what stands there can be nobody else's. Values are such that can be
    looked up, and never what is told of a person: this memory is not the one that an erasure has to reach.

    raises:  TemplateSyntaxError where a value has no name
    """
    name, *words = token.split_contents()
    named = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{name}: {words[0]!r} is no name=value")
    nodes = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return _Still(nodes, named)


class _Still(Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist, self._named = nodelist, named
        self._drawn: dict[Any, SafeString] = {}  # in the order in which they were drawn
        self._turn = Lock()

    def render(self, context: Context) -> SafeString:
        """Drawn, or as it was drawn for the first who asked."""
        values = {name: value.resolve(context) for name, value in self._named.items()}
        key = (get_language(), *values.values())
        drawn = self._drawn.get(key)
        if drawn is not None:
            return drawn
        drawn = self.nodelist.render(context.new(values))
        with self._turn:
            self._drawn[key] = drawn
            while len(self._drawn) > MOST:
                del self._drawn[next(iter(self._drawn))]
        return drawn
