"""JSON-LD contexts, compiled: what each name of a document stands for.

Only what credentials use is carried out: terms, prefixes, scoped and protected definitions, @vocab, @language, and the
containers @set, @list, @language and @graph. Whatever else a context asks for is refused, never skipped.

source:  W3C JSON-LD 1.1 Processing Algorithms and API, §4.1 "Context Processing", §4.2 "Create Term Definition",
         §5.2 "IRI Expansion"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sceau.engine.canonical.reasons import (
    ANOTHER_NAME,
    BAD_CONTEXT,
    COMPACT_IRI,
    HAS_A_NAME,
    INLINE_CONTEXT,
    NO_CONTEXT,
    NOT_AN_IRI,
    PROTECTED_TERM,
    TOO_MANY,
    TOO_MUCH_CONTEXT,
    UNDEFINED_TYPE,
)
from sceau.engine.errors import NotCanonical, TooComplex
from sceau.engine.values import as_text

if TYPE_CHECKING:
    from sceau.engine.vocabularies.contexts import ContextLibrary

VERSION = 1.1  # the only one that `@version` may name
MAXIMUM_CONTEXTS = 16  # a credential names three; each costs work
# Strangers choose which contexts are derived and remembered, so both time and memory have a price and a limit.
PRICE = 10  # of deriving one context, some 80 µs; remembering one key costs 1
MAXIMUM_PRICE = 4_000  # of one document: four times what all the terms of Open Badges 3.0 cost the first time
MAXIMUM_MEMO = 40_000  # of all that is remembered, before it is forgotten
MAXIMUM_TYPES = 32

# RFC 3987, and what separates lines for some readers left out
is_iri = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\u2028\u2029]*\Z").match
is_language = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z").match

KEYWORDS = frozenset(
    "@base @container @context @default @direction @graph @id @import @included @index @json @language @list @nest "
    "@none @prefix @propagate @protected @reverse @set @type @value @version @vocab".split()
)
_CONTAINERS = frozenset(("@set", "@list", "@language", "@graph"))
_TERM_MEMBERS = frozenset(("@id", "@type", "@container", "@context", "@language", "@protected", "@prefix"))
_CONTEXT_MEMBERS = frozenset(("@version", "@vocab", "@language", "@protected", "@base", "@direction"))
_UNSET: Any = object()


@dataclass(frozen=True, slots=True)
class Term:
    """What one name stands for.

    iri:        an absolute IRI, or a keyword that the name is an alias of
    coercion:   None, "@id", "@vocab", "@json", "@none", or the IRI of a datatype
    container:  of "@set", "@list", "@language", "@graph"
    language:   a tag, None (no language) or unset (the context's default)
    scoped:     the context that holds inside the value, or unset
    """

    iri: str
    coercion: str | None = None
    container: frozenset[str] = frozenset()
    language: Any = _UNSET
    scoped: Any = _UNSET
    is_prefix: bool = False
    is_protected: bool = False

    def says_the_same_as(self, other: Term) -> bool:
        """Whether both mean the same; protection is no part of the meaning."""
        return (self.iri, self.coercion, self.container, self.language, self.is_prefix) == (
            other.iri,
            other.coercion,
            other.container,
            other.language,
            other.is_prefix,
        ) and self.scoped == other.scoped

    @property
    def has_scope(self) -> bool:
        """Whether a context of its own holds inside the value."""
        return self.scoped is not _UNSET


@dataclass(slots=True, eq=False)
class ActiveContext:
    """The names that hold at one place of a document. Never changed once made; the memos only remember.

    previous:    the context to go back to in nodes further down, when this one holds for one typed node only
    id_names:    the aliases of @id, and id_name when there is only one; type_names those of @type
    prefixes:    the names that may abbreviate an address
    made:        [what has been spent on all the contexts derived from one root, how far it may go]: one list, shared
    """

    library: ContextLibrary
    terms: Mapping[str, Term | None] = field(default_factory=dict)
    vocab: str | None = None
    language: str | None = None
    previous: ActiveContext | None = None
    made: list[int] = field(default_factory=lambda: [0, MAXIMUM_PRICE])
    entries: dict[str, Any] = field(default_factory=dict)  # memo of jsonld.py: key → what to do with its value
    _typed: dict[Any, tuple[ActiveContext, tuple[str, ...]]] = field(default_factory=dict)
    _scoped: dict[int, tuple[Term, ActiveContext]] = field(default_factory=dict)
    _urls: dict[tuple[str, ...], ActiveContext] = field(default_factory=dict)
    _names: dict[str, str] | None = None
    id_name: str | None = None
    type_name: str | None = None
    id_names: tuple[str, ...] = ()
    type_names: tuple[str, ...] = ()
    prefixes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        defined = [(name, term) for name, term in self.terms.items() if term is not None]
        self.id_names = tuple(name for name, term in defined if term.iri == "@id")
        self.type_names = tuple(name for name, term in defined if term.iri == "@type")
        self.id_name = self.id_names[0] if len(self.id_names) == 1 else None
        self.type_name = self.type_names[0] if len(self.type_names) == 1 else None
        self.prefixes = frozenset(name for name, term in defined if term.is_prefix)

    def name_of(self, iri: str) -> str | None:
        """A name that stands for this IRI, if there is one."""
        if self._names is None:
            self._names = {term.iri: name for name, term in self.terms.items() if term}
        return self._names.get(iri)

    def refuse_another_name(self, name: str, term: Term) -> None:
        """Refuse a name that says what a protected one says: whoever adds a context could hide a member under it.

        raises:  NotCanonical
        """
        if term.is_protected:
            return
        for other, its in self.terms.items():
            if its is not None and its.is_protected and its.iri == term.iri:
                raise NotCanonical(ANOTHER_NAME, term=name[:200], name=other)

    def remember(self, memo: dict[Any, Any], key: Any, value: Any) -> None:
        """Keep a derived thing, and count it."""
        self.made[0] += 1
        memo[key] = value

    def typed(self, types: str | list[Any]) -> tuple[ActiveContext, tuple[str, ...]]:
        """The context inside a node of these types, and the types as N-Quads terms.

        source:  §5.1.2 "Expansion", step 11: in the order of the names, each on the result of the one before
        """
        key = types if type(types) is str else tuple(types) if type(types) is list else (types,)
        try:
            found = self._typed.get(key)
        except TypeError:  # a type that is an object or a list
            raise NotCanonical(NOT_AN_IRI, pointer="/type", value="{…}") from None
        if found is None:
            found = self._apply_types(key if type(key) is tuple else (key,))
            self.remember(self._typed, key, found)
        return found

    def _apply_types(self, names: tuple[Any, ...]) -> tuple[ActiveContext, tuple[str, ...]]:
        if len(names) > MAXIMUM_TYPES:
            raise TooComplex(TOO_MANY, pointer="/type", limit=MAXIMUM_TYPES, what="types")
        rendered = tuple(f"<{self.expand_vocabulary(name, what='type')}>" for name in names)
        inside = self
        for name in sorted(set(names)):
            term = self.terms.get(name)
            if term is not None and term.has_scope:
                inside = process(inside, term.scoped, propagate=False)
        return inside, rendered

    def inside(self, term: Term) -> ActiveContext:
        """The context inside the value of a term that has a scoped context."""
        found = self._scoped.get(id(term))
        if found is None:  # the term is kept beside the context, so that its identity cannot be used again
            found = (term, process(self, term.scoped, override=True))
            self.remember(self._scoped, id(term), found)
        return found[1]

    def extended(self, local: Any) -> ActiveContext:
        """The context inside a node with an `@context` of its own.

        local:   one URL or a list of URLs; a context written out is refused
        raises:  NotCanonical, UnknownContext
        """
        urls = (local,) if isinstance(local, str) else tuple(local) if isinstance(local, list) else ()
        if not urls:
            raise NotCanonical(NO_CONTEXT if local in (None, []) else INLINE_CONTEXT, pointer="/@context")
        if not all(isinstance(url, str) for url in urls):
            raise NotCanonical(INLINE_CONTEXT, pointer="/@context")
        if len(urls) > MAXIMUM_CONTEXTS:
            raise TooComplex(TOO_MANY, pointer="/@context", limit=MAXIMUM_CONTEXTS, what="@context")
        found = self._urls.get(urls)
        if found is None:
            found = process(self, list(urls))
            self.remember(self._urls, urls, found)
        return found

    def expand_vocabulary(self, value: Any, *, what: str = "") -> str:
        """The IRI that a word of the vocabulary stands for: a term, an IRI in full, or a word under @vocab.

        raises:  NotCanonical when there is none, and when the IRI is one that has a name here
        """
        if not isinstance(value, str):
            raise NotCanonical(NOT_AN_IRI, pointer="/type" if what else "", value=value)
        term = self.terms.get(value)
        if term is not None and not term.iri.startswith("@"):
            self.refuse_another_name(value, term)
            return term.iri
        if ":" in value:
            iri = self.expand_address(value)
            if self.name_of(iri) is not None:
                raise NotCanonical(HAS_A_NAME, term=value)
            return iri
        if self.vocab is not None and term is None and value not in self.terms and is_iri(self.vocab + value):
            return self.vocab + value
        raise NotCanonical(UNDEFINED_TYPE, pointer="/type" if what else "", term=value)

    def expand_address(self, value: str) -> str:
        """The absolute IRI, itself; an abbreviated one is refused, for the reader would see another text."""
        if not is_iri(value):
            raise NotCanonical(NOT_AN_IRI, value=value[:200])
        if self.prefixes:
            prefix, _, rest = value.partition(":")
            if prefix in self.prefixes and not rest.startswith("//"):
                raise NotCanonical(COMPACT_IRI, term=value[:200])
        return value


def process(
    active: ActiveContext, local: Any, *, propagate: bool = True, override: bool = False, depth: int = 0
) -> ActiveContext:
    """The active context after a local one.

    local:      a URL, None, a context object, or a list of these, as contexts themselves hold them
    propagate:  False when the result holds for one node only (type-scoped)
    override:   True when protected terms may be redefined (property-scoped)
    raises:     NotCanonical, UnknownContext
    source:     §4.1.2
    """
    active.made[0] += PRICE
    if depth > MAXIMUM_CONTEXTS or active.made[0] > active.made[1]:
        raise TooComplex(TOO_MUCH_CONTEXT)
    result = active
    for context in local if isinstance(local, list) else [local]:
        if context is None:
            result = _reset(result, override=override)
        elif isinstance(context, str):
            document = active.library.get(context)
            result = process(result, document["@context"], override=override, depth=depth + 1)
        elif isinstance(context, dict):
            result = _define_all(result, context, override=override)
        else:
            raise NotCanonical(BAD_CONTEXT, problem=as_text(context)[:80])
    if not propagate:
        previous = active.previous or active
        result = ActiveContext(result.library, result.terms, result.vocab, result.language, previous, active.made)
    return result


def _reset(active: ActiveContext, *, override: bool) -> ActiveContext:
    if not override:
        for name, term in active.terms.items():
            if term and term.is_protected:
                raise NotCanonical(PROTECTED_TERM, term=name)
    return ActiveContext(active.library, made=active.made)


def _define_all(active: ActiveContext, context: Mapping[str, Any], *, override: bool) -> ActiveContext:
    unknown = [key for key in context if key.startswith("@") and key in KEYWORDS and key not in _CONTEXT_MEMBERS]
    if unknown:
        raise NotCanonical(BAD_CONTEXT, problem=f"{unknown[0]}")
    if (
        context.get("@version", VERSION) != VERSION
        or context.get("@base") is not None
        or context.get("@direction") is not None
    ):
        raise NotCanonical(BAD_CONTEXT, problem="@version, @base, @direction")
    building = _Building(active, context, override=override)
    return building.result()


class _Building:
    """Making one active context from one context object."""

    def __init__(self, active: ActiveContext, context: Mapping[str, Any], *, override: bool) -> None:
        self.active = active
        self.context = context
        self.override = override
        self.terms: dict[str, Term | None] = dict(active.terms)
        self.done: dict[str, bool] = {}
        self.vocab = active.vocab
        self.language = active.language

    def result(self) -> ActiveContext:
        if "@vocab" in self.context:
            vocab = self.context["@vocab"]
            self.vocab = None if vocab is None else self.expand(vocab)
        if "@language" in self.context:
            language = self.context["@language"]
            if language is not None and not (isinstance(language, str) and is_language(language)):
                raise NotCanonical(BAD_CONTEXT, problem=f"@language {as_text(language)}")
            self.language = language and language.lower()
        for name in self.context:
            if name not in _CONTEXT_MEMBERS:
                self.define(name)
        active = self.active
        return ActiveContext(active.library, self.terms, self.vocab, self.language, active.previous, active.made)

    def define(self, name: str) -> None:
        """§4.2.2: definitions may lean on later ones, never on themselves."""
        if name in self.done:
            if not self.done[name]:
                raise NotCanonical(BAD_CONTEXT, problem=f"{name} ↺")
            return
        self.done[name] = False
        if name == "" or name.startswith("@"):
            raise NotCanonical(BAD_CONTEXT, problem=name or '""')
        before = self.terms.get(name)
        made = self.term(name, self.context[name])
        if before is not None and before.is_protected and not self.override:
            if made is None or not made.says_the_same_as(before):
                raise NotCanonical(PROTECTED_TERM, term=name)
            made = before
        self.terms[name] = made
        self.done[name] = True

    def term(self, name: str, value: Any) -> Term | None:
        if value is None or (isinstance(value, dict) and "@id" in value and value["@id"] is None):
            return None
        definition = {"@id": value} if isinstance(value, str) else value
        if not isinstance(definition, dict) or not definition.keys() <= _TERM_MEMBERS:
            raise NotCanonical(BAD_CONTEXT, problem=name)
        iri = self.iri_of(name, definition)
        container = definition.get("@container", [])
        containers = frozenset([container] if isinstance(container, str) else container)
        language = definition.get("@language", _UNSET)
        if not containers <= _CONTAINERS or len(containers - {"@set"}) > 1:
            raise NotCanonical(BAD_CONTEXT, problem=f"{name} @container")
        return Term(
            iri=iri,
            coercion=self.coercion_of(name, definition),
            container=containers,
            language=language.lower() if isinstance(language, str) else language,
            scoped=definition.get("@context", _UNSET),
            is_prefix=bool(
                definition.get("@prefix", isinstance(value, str) and ":" not in name and iri[-1] in ":/?#[]@")
            ),
            is_protected=bool(definition.get("@protected", self.context.get("@protected", False))),
        )

    def iri_of(self, name: str, definition: Mapping[str, Any]) -> str:
        if definition.get("@id", name) != name:
            iri = self.expand(definition["@id"])
        elif ":" in name:
            iri = self.expand(name)
        elif self.vocab is not None:
            iri = self.vocab + name
        else:
            raise NotCanonical(BAD_CONTEXT, problem=f"{name} @id")
        if iri not in ("@id", "@type") and not is_iri(iri):
            raise NotCanonical(BAD_CONTEXT, problem=f"{name} → {iri}")
        return iri

    def coercion_of(self, name: str, definition: Mapping[str, Any]) -> str | None:
        coercion = definition.get("@type")
        if coercion is None or coercion in ("@id", "@vocab", "@json", "@none"):
            return coercion
        iri = self.expand(coercion)
        if not is_iri(iri):
            raise NotCanonical(BAD_CONTEXT, problem=f"{name} @type {coercion}")
        return iri

    def expand(self, value: Any) -> str:
        """§5.2.2, for the words of a context: keyword, term, abbreviation, IRI, word under @vocab."""
        if not isinstance(value, str):
            raise NotCanonical(BAD_CONTEXT, problem=as_text(value)[:80])
        if value in KEYWORDS:
            return value
        if value in self.context and value not in self.done:
            self.define(value)
        term = self.terms.get(value)
        if term is not None:
            return term.iri
        prefix, colon, rest = value.partition(":")
        if colon and prefix and not rest.startswith("//"):
            if prefix in self.context and not self.done.get(prefix):
                self.define(prefix)
            short = self.terms.get(prefix)
            return short.iri + rest if short is not None and short.is_prefix else value
        if colon:
            return value
        return value if self.vocab is None else self.vocab + value
