"""From a JSON-LD document to RDF quads, in one walk.

Only names that the contexts define are accepted (`context` says why): what is signed is what a reader of the JSON sees.

source:  W3C JSON-LD 1.1 Processing Algorithms and API, §5.1.2 "Expansion", §8.1 "Deserialize JSON-LD to RDF"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sceau.engine.canonical.context import (
    KEYWORDS,
    MAXIMUM_MEMO,
    MAXIMUM_PRICE,
    ActiveContext,
    Term,
    is_iri,
)
from sceau.engine.canonical.literals import (
    RDF,
    XSD,
    boolean_literal,
    escape,
    json_literal,
    language_suffix,
    number_literal,
)
from sceau.engine.canonical.reasons import (
    BAD_VALUE,
    BLANK_NODE,
    DESCRIBED_TWICE,
    DIRECTION,
    KEYWORD,
    NO_CONTEXT,
    NOT_A_TERM,
    NOT_AN_IRI,
    TOO_MANY,
    UNDEFINED_TERM,
)
from sceau.engine.errors import EngineError, NotCanonical, TooComplex
from sceau.engine.values import as_text
from sceau.engine.vocabularies.contexts import reason_for_undefined_term

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

MAXIMUM_DEPTH = 32
MAXIMUM_NODES = 1_000
MAXIMUM_QUADS = 5_000
_TYPE, _FIRST, _REST, _NIL = f"<{RDF}type>", f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The quads of one document.

    ground:  lines of N-Quads without any blank node, ready
    quads:   the others: subject, predicate, object and graph as N-Quads terms, the default graph is ""; blank nodes are
             "_:b0", "_:b1", …
    """

    ground: list[str]
    quads: list[tuple[str, str, str, str]]


@lru_cache(maxsize=8)
def _root(library: ContextLibrary) -> ActiveContext:
    return ActiveContext(library)


def context_of(document: JsonObject, library: ContextLibrary) -> ActiveContext:
    """The active context at the top of a document.

    raises:  NotCanonical, UnknownContext
    """
    root = _root(library)
    if root.made[0] > MAXIMUM_MEMO:
        _root.cache_clear()
        root = _root(library)
    root.made[1] = root.made[0] + MAXIMUM_PRICE
    local = document.get("@context")
    if not local:
        raise NotCanonical(NO_CONTEXT)
    return root.extended(local)


def to_quads(document: JsonObject, library: ContextLibrary) -> Dataset:
    """The quads that the document stands for.

    raises:  NotCanonical with the place, TooComplex, UnknownContext
    """
    try:
        return _Walk(document).run(context_of(document, library))
    except NotCanonical as error:
        if error.reason is UNDEFINED_TERM:
            error.reason = reason_for_undefined_term(str(error.details["term"]), document["@context"]) or UNDEFINED_TERM
        raise


_ABSENT: Any = (
    object()
)  # null is something else: an id or a type that is null is refused (§5.1.2, steps 13.4.3, 13.4.4)

# What is done with the value of a key.
_ID, _TYPES, _CONTEXT, _TEXT, _ADDRESS, _WORD, _LITERAL_JSON, _LANGUAGES, _LIST, _GRAPH = range(10)


class _Entry:
    """One key of a node, compiled: what is done with its value, and the texts that are always the same.

    suffix:  "^^<datatype>" when the term has one
    tail:    what follows a text: the datatype, or the language, or nothing
    """

    __slots__ = ("double", "predicate", "scoped", "suffix", "tail", "term", "what")

    def __init__(self, what: int, term: Term, context: ActiveContext) -> None:
        self.what = what
        self.term = term
        self.predicate = f"<{term.iri}>"
        self.scoped = term.has_scope
        self.suffix = "" if term.coercion is None or term.coercion[0] == "@" else f"^^<{term.coercion}>"
        self.double = term.coercion == f"{XSD}double"
        language = term.language if term.language is None or isinstance(term.language, str) else context.language
        self.tail = self.suffix or (f"@{language}" if language and term.coercion in (None, "@none") else "")


def _entry_of(key: str, context: ActiveContext) -> _Entry:
    """Compile one key; the answer is remembered in the context.

    raises:  NotCanonical when the key is not a name that the context defines
    """
    term = context.terms.get(key)
    if key == "@context":
        entry = _Entry(_CONTEXT, Term("@context"), context)
    elif term is None:
        term = _undefined(key, context)
        entry = _Entry(_TEXT, term, context)
    elif term.iri in ("@id", "@type"):
        entry = _Entry(_ID if term.iri == "@id" else _TYPES, term, context)
    else:
        entry = _Entry(_what_to_do(term), term, context)
    if key != "@context":
        context.refuse_another_name(key, entry.term)
    context.remember(context.entries, key, entry)
    return entry


def _undefined(key: str, context: ActiveContext) -> Term:
    if key in KEYWORDS or key.startswith("@"):
        raise NotCanonical(KEYWORD, term=key)
    if ":" in key:
        raise NotCanonical(NOT_A_TERM, term=key[:200])
    if context.vocab is None or key in context.terms or not is_iri(context.vocab + key):
        raise NotCanonical(UNDEFINED_TERM, term=key[:200])
    return Term(context.vocab + key)


def _what_to_do(term: Term) -> int:
    for container, what in (("@graph", _GRAPH), ("@language", _LANGUAGES), ("@list", _LIST)):
        if container in term.container:
            return what
    return _value_kind(term)


def _value_kind(term: Term) -> int:
    return {"@id": _ADDRESS, "@vocab": _WORD, "@json": _LITERAL_JSON}.get(term.coercion or "", _TEXT)


class _Walk:
    """One pass over one document."""

    def __init__(self, document: JsonObject) -> None:
        self.document = document
        self.ground: list[str] = []
        self.quads: list[tuple[str, str, str, str]] = []
        self.blanks = 0
        self.nodes = 0
        self.root = ""

    def run(self, context: ActiveContext) -> Dataset:
        self.node(self.document, context, "", 0)
        if len(self.ground) + len(self.quads) > MAXIMUM_QUADS:
            raise TooComplex(TOO_MANY, limit=MAXIMUM_QUADS, what="quads")
        return Dataset(self.ground, self.quads)

    def blank(self) -> str:
        self.blanks += 1
        return f"_:b{self.blanks - 1}"

    def node(  # noqa: C901, PLR0912 -- the loop that all the time goes to
        self, node: JsonObject, context: ActiveContext, graph: str, depth: int
    ) -> str:
        """Walk one node object; its subject as an N-Quads term.

        context:  what holds here, before the node's types are looked at
        """
        self.nodes += 1
        if depth > MAXIMUM_DEPTH or self.nodes > MAXIMUM_NODES or len(self.quads) > MAXIMUM_QUADS:
            raise TooComplex(TOO_MANY, limit=MAXIMUM_NODES, what="nodes")
        if depth and "@context" in node:
            context = context.extended(node["@context"])
        name = context.type_name
        types = node.get(name, _ABSENT) if name is not None else _only(node, context.type_names)
        inside, rendered = (context, ()) if types is _ABSENT else context.typed(types)
        name = context.id_name
        identifier = node.get(name, _ABSENT) if name is not None else _only(node, context.id_names)
        subject = self.blank() if identifier is _ABSENT else _subject(identifier, context)
        if not depth:
            self.root = subject
        elif subject == self.root and len(node) > 1 + (types is not _ABSENT):
            # a refreshService may bear the credential's own id and a type; members moved there would be signed unseen
            raise NotCanonical(DESCRIBED_TWICE)

        is_blank = subject[0] == "_" or graph != ""
        quads, ground = self.quads, self.ground
        for kind in rendered:
            if is_blank:
                quads.append((subject, _TYPE, kind, graph))
            else:
                ground.append(f"{subject} {_TYPE} {kind} .\n")
        entries = inside.entries
        key = ""
        try:
            for key, value in node.items():
                entry = entries.get(key) or _entry_of(key, inside)
                what = entry.what
                if _TEXT <= what <= _ADDRESS and type(value) is str:
                    if what == _TEXT:
                        is_plain = value.isprintable() and '"' not in value and "\\" not in value
                        found = f'"{value if is_plain else escape(value)}"{entry.tail}'
                    else:
                        found = _address(value, inside)
                    if is_blank:
                        quads.append((subject, entry.predicate, found, graph))
                    else:
                        ground.append(f"{subject} {entry.predicate} {found} .\n")
                elif what > _CONTEXT and (value is not None or what == _LITERAL_JSON):
                    self.values(subject, entry, value, inside, graph, depth)
        except EngineError as error:
            error.pointer = f"/{key.replace('~', '~0').replace('/', '~1')}{error.pointer}"
            raise
        return subject

    def values(  # noqa: PLR0917 -- called for each key: names cost time here
        self, subject: str, entry: _Entry, value: Any, context: ActiveContext, graph: str, depth: int
    ) -> None:
        """Walk what stands behind one key: one value or an array of them."""
        what = entry.what
        if what == _LANGUAGES:
            self.languages(subject, entry, value, graph)
        elif what == _LIST:
            self.add(subject, entry.predicate, self.linked(entry, value, context, graph, depth), graph)
        elif type(value) is list and what != _LITERAL_JSON:
            index = 0
            try:
                for index, item in enumerate(value):  # noqa: B007 -- read when a refusal comes out
                    if item is not None:
                        self.add(subject, entry.predicate, self.object(entry, item, context, graph, depth), graph)
            except EngineError as error:
                error.pointer = f"/{index}{error.pointer}"
                raise
        else:
            self.add(subject, entry.predicate, self.object(entry, value, context, graph, depth), graph)

    def add(self, subject: str, predicate: str, found: str, graph: str) -> None:
        if subject[0] == "_" or found[0] == "_" or graph:
            self.quads.append((subject, predicate, found, graph))
        else:
            self.ground.append(f"{subject} {predicate} {found} .\n")

    def object(self, entry: _Entry, value: Any, context: ActiveContext, graph: str, depth: int) -> str:
        """One value as an N-Quads term."""
        kind = type(value)
        what = entry.what if entry.what != _LIST else _value_kind(entry.term)
        if what == _LITERAL_JSON:
            return json_literal(value)
        if kind is dict:
            return self.child(entry, value, context, graph, depth)
        if what == _GRAPH or kind is list:
            raise NotCanonical(BAD_VALUE, problem="[[ ]]" if kind is list else "@graph")
        if kind is str:
            if what == _ADDRESS:
                return _address(value, context)
            if what == _WORD:
                inside = context.inside(entry.term) if entry.scoped else context
                return f"<{inside.expand_vocabulary(value)}>"
            return f'"{escape(value)}"{entry.tail}'
        if kind is bool:
            return boolean_literal(value, entry.suffix)
        if kind is int or kind is float:
            return number_literal(value, entry.suffix, is_double=entry.double)
        raise NotCanonical(BAD_VALUE, problem="null" if value is None else as_text(value)[:80])

    def child(self, entry: _Entry, value: JsonObject, context: ActiveContext, graph: str, depth: int) -> str:
        """A node object, or a text with its language, behind a key."""
        if "@value" in value:
            return _value_object(entry, value)
        is_reference = len(value) == 1 and _only(value, context.id_names) is not _ABSENT
        base = context if context.previous is None or is_reference else context.previous
        inside = base.inside(entry.term) if entry.scoped else base
        if entry.what != _GRAPH:
            return self.node(value, inside, graph, depth + 1)
        if not value:
            raise NotCanonical(BAD_VALUE, problem="∅")
        name = self.blank()
        self.node(value, inside, name, depth + 1)
        return name

    def languages(self, subject: str, entry: _Entry, value: Any, graph: str) -> None:
        """§5.1.2, step 13.7: a map from language to text."""
        if not isinstance(value, dict):
            raise NotCanonical(BAD_VALUE, problem="@container: @language")
        for tag, texts in value.items():
            suffix = "" if tag == "@none" else language_suffix(tag)
            for text in texts if isinstance(texts, list) else [texts]:
                if text is not None and not isinstance(text, str):
                    raise NotCanonical(BAD_VALUE, pointer=f"/{tag}", problem=as_text(text)[:80])
                if text is not None:
                    self.add(subject, entry.predicate, f'"{escape(text)}"{suffix}', graph)

    def linked(self, entry: _Entry, value: Any, context: ActiveContext, graph: str, depth: int) -> str:
        """§8.3 "List to RDF Conversion": the first cell of the list."""
        found = [
            self.object(entry, item, context, graph, depth)
            for item in (value if isinstance(value, list) else [value])
            if item is not None
        ]
        rest = _NIL
        for item in reversed(found):
            cell = self.blank()
            self.quads.append((cell, _FIRST, item, graph))
            self.quads.append((cell, _REST, rest, graph))
            rest = cell
        return rest


def _only(node: JsonObject, names: tuple[str, ...]) -> Any:
    """The value of the only one of these keys that the node has, if it has any; two are refused."""
    found = [name for name in names if name in node]
    if len(found) > 1:
        raise NotCanonical(KEYWORD, pointer=f"/{found[1]}", term=found[1])
    return node[found[0]] if found else _ABSENT


def _subject(identifier: Any, context: ActiveContext) -> str:
    if not isinstance(identifier, str):
        raise NotCanonical(NOT_AN_IRI, pointer="/id", value=as_text(identifier)[:200])
    try:
        return _address(identifier, context)
    except NotCanonical as error:
        error.pointer = "/id"
        raise


def _address(value: str, context: ActiveContext) -> str:
    if not context.prefixes and is_iri(value):
        return f"<{value}>"
    if value.startswith("_:"):
        raise NotCanonical(BLANK_NODE, value=value[:200])
    return f"<{context.expand_address(value)}>"


def _value_object(entry: _Entry, value: JsonObject) -> str:
    """A text with its language (VC 2.0, §4.6); any other use of @value is refused."""
    if value.get("@direction") is not None:
        raise NotCanonical(DIRECTION, pointer="/@direction")
    text = value["@value"]
    if (
        not value.keys() <= {"@value", "@language", "@direction"}
        or entry.term.coercion not in (None, "@none")
        or not isinstance(text, str)
    ):
        raise NotCanonical(BAD_VALUE, problem="@value")
    language = value.get("@language")
    return f'"{escape(text)}"{language_suffix(language) if language is not None else ""}'
