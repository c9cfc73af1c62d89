// JSON-LD contexts, compiled: what each name of a document stands for.
//
// Only what credentials use is carried out: terms, prefixes, scoped and protected definitions, @vocab, @language, and the
// containers @set, @list, @language and @graph. Whatever else a context asks for is refused, never skipped.
//
// source:  W3C JSON-LD 1.1 Processing Algorithms and API, §4.1 "Context Processing", §4.2 "Create Term Definition",
//          §5.2 "IRI Expansion"
import { LIMITS } from "./catalogue.js";
import { refuse } from "./errors.js";
import { asText, cut, isObject, listed, same } from "./values.js";

// RFC 3987, and what separates lines for some readers left out
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f-\x9f\u2028\u2029]*$/;
const LANGUAGE = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const KEYWORDS = new Set(
  ("@base @container @context @default @direction @graph @id @import @included @index @json @language @list @nest " +
    "@none @prefix @propagate @protected @reverse @set @type @value @version @vocab").split(" "),
);
const CONTAINERS = ["@set", "@list", "@language", "@graph"];
const TERM_MEMBERS = ["@id", "@type", "@container", "@context", "@language", "@protected", "@prefix"];
const CONTEXT_MEMBERS = ["@version", "@vocab", "@language", "@protected", "@base", "@direction"];
const KEPT_COERCIONS = [undefined, null, "@id", "@vocab", "@json", "@none"];

export const isIri = (text) => IRI.test(text);
export const isLanguage = (text) => LANGUAGE.test(text);
export const isKeyword = (text) => KEYWORDS.has(text);

const bad = (problem) => refuse("canonical", "jsonld.bad_context", { problem });

/**
 * What one name stands for.
 *
 * iri:        an absolute IRI, or "@id" or "@type"
 * coercion:   null, "@id", "@vocab", "@json", "@none", or the IRI of a datatype
 * container:  of "@set", "@list", "@language", "@graph"
 * language:   a tag, null (no language) or undefined (the context's default)
 * scoped:     the context that holds inside the value; undefined when there is none
 */
export class Term {
  constructor(iri, { coercion = null, container = [], language, scoped, isPrefix = false, isProtected = false } = {}) {
    Object.assign(this, { iri, coercion, container, language, scoped, isPrefix, isProtected });
  }

  /** Whether both mean the same; protection is no part of the meaning. */
  saysTheSameAs(other) {
    return (
      this.iri === other.iri &&
      this.coercion === other.coercion &&
      this.container.length === other.container.length &&
      this.container.every((each) => other.container.includes(each)) &&
      this.language === other.language &&
      this.isPrefix === other.isPrefix &&
      same(this.scoped, other.scoped)
    );
  }
}

/**
 * The names that hold at one place of a document. Never changed once made; the memos only remember.
 *
 * library:   the contexts by URL, as Maps
 * previous:  the context to go back to in nodes further down, when this one holds for one typed node only
 * made:      {spent, most}: what has been spent on all the contexts derived from one root, and how far it may go
 */
export class ActiveContext {
  constructor(library, terms = new Map(), vocab = null, language = null, previous = null, made = null) {
    Object.assign(this, { library, terms, vocab, language, previous });
    this.made = made ?? { spent: 0, most: LIMITS.priceOfAll };
    this.entries = new Map(); // memo of jsonld.js
    this.memos = { typed: new Map(), scoped: new Map(), urls: new Map() };
    this.idNames = [];
    this.typeNames = [];
    this.prefixes = new Set();
    this.names = new Map();
    for (const [name, term] of terms) {
      if (term === null) continue;
      this.names.set(term.iri, name);
      if (term.iri === "@id") this.idNames.push(name);
      if (term.iri === "@type") this.typeNames.push(name);
      if (term.isPrefix) this.prefixes.add(name);
    }
  }

  /** Refuse a name that says what a protected one says: whoever adds a context could hide a member under it. */
  refuseAnotherName(name, term) {
    if (term.isProtected) return;
    for (const [other, its] of this.terms) {
      if (its?.isProtected && its.iri === term.iri) {
        refuse("canonical", "jsonld.another_name", { term: cut(name, 200), name: other });
      }
    }
  }

  /** Keep a derived thing, and count it. */
  remember(memo, key, make) {
    let found = memo.get(key);
    if (found === undefined) {
      found = make();
      this.made.spent += 1;
      memo.set(key, found);
    }
    return found;
  }

  /** The context inside a node of these types, and the types as N-Quads terms. source: §5.1.2 "Expansion", step 11 */
  typed(types) {
    const names = listed(types);
    if (names.some((name) => typeof name === "object" && name !== null)) {
      refuse("canonical", "jsonld.not_an_iri", { value: "{…}" }, "/type");
    }
    return this.remember(this.memos.typed, JSON.stringify(names), () => this.applyTypes(names));
  }

  applyTypes(names) {
    if (names.length > LIMITS.types) {
      refuse("complex", "canonical.too_many", { limit: LIMITS.types, what: "types" }, "/type");
    }
    const rendered = names.map((name) => `<${this.expandVocabulary(name, "/type")}>`);
    let inside = this;
    for (const name of [...new Set(names)].sort()) {
      const term = this.terms.get(name);
      if (term && term.scoped !== undefined) inside = process(inside, term.scoped, { propagate: false });
    }
    return { inside, rendered };
  }

  /** The context inside the value of a term that has a scoped context. */
  inside(term) {
    return this.remember(this.memos.scoped, term, () => process(this, term.scoped, { override: true }));
  }

  /** The context inside a node with an `@context` of its own: one URL or a list of URLs. */
  extended(local) {
    const urls = typeof local === "string" ? [local] : Array.isArray(local) ? local : [];
    if (!urls.length) {
      const isNone = local === null || local === undefined || Array.isArray(local);
      refuse("canonical", isNone ? "jsonld.no_context" : "jsonld.inline_context", {}, "/@context");
    }
    if (!urls.every((url) => typeof url === "string")) refuse("canonical", "jsonld.inline_context", {}, "/@context");
    if (urls.length > LIMITS.contexts) {
      refuse("complex", "canonical.too_many", { limit: LIMITS.contexts, what: "@context" }, "/@context");
    }
    return this.remember(this.memos.urls, JSON.stringify(urls), () => process(this, urls));
  }

  /** The IRI that a word of the vocabulary stands for: a term, an IRI in full, or a word under @vocab. */
  expandVocabulary(value, pointer = "") {
    if (typeof value !== "string") refuse("canonical", "jsonld.not_an_iri", { value }, pointer);
    const term = this.terms.get(value);
    if (term && !term.iri.startsWith("@")) {
      this.refuseAnotherName(value, term);
      return term.iri;
    }
    if (value.includes(":")) {
      const iri = this.expandAddress(value);
      if (this.names.has(iri)) refuse("canonical", "jsonld.has_a_name", { term: value });
      return iri;
    }
    if (this.vocab !== null && !this.terms.has(value) && isIri(this.vocab + value)) return this.vocab + value;
    return refuse("canonical", "jsonld.undefined_type", { term: value }, pointer);
  }

  /** The absolute IRI, itself; an abbreviated one is refused, for the reader would see another text. */
  expandAddress(value) {
    if (!isIri(value)) refuse("canonical", "jsonld.not_an_iri", { value: cut(value, 200) });
    const colon = value.indexOf(":");
    if (this.prefixes.has(value.slice(0, colon)) && !value.startsWith("//", colon + 1)) {
      refuse("canonical", "jsonld.compact_iri", { term: cut(value, 200) });
    }
    return value;
  }
}

/**
 * The active context after a local one.
 *
 * local:      a URL, null, a context object, or a list of these, as contexts themselves hold them
 * propagate:  false when the result holds for one node only (type-scoped)
 * override:   true when protected terms may be redefined (property-scoped)
 * source:     §4.1.2
 */
function process(active, local, { propagate = true, override = false, depth = 0 } = {}) {
  active.made.spent += LIMITS.price;
  if (depth > LIMITS.contexts || active.made.spent > active.made.most) {
    refuse("complex", "canonical.too_much_context");
  }
  let result = active;
  for (const context of listed(local)) {
    if (context === null) result = reset(result, override);
    else if (typeof context === "string") {
      const document = active.library.get(context);
      if (!document) refuse("context", "context.not_on_the_list", { url: context }, "/@context");
      result = process(result, document.get("@context"), { override, depth: depth + 1 });
    } else if (isObject(context)) result = defineAll(result, context, override);
    else bad(cut(asText(context), 80));
  }
  if (propagate) return result;
  const { library, terms, vocab, language } = result;
  return new ActiveContext(library, terms, vocab, language, active.previous ?? active, active.made);
}

function reset(active, override) {
  if (!override) {
    for (const [name, term] of active.terms) {
      if (term?.isProtected) refuse("canonical", "jsonld.protected_term", { term: name });
    }
  }
  return new ActiveContext(active.library, new Map(), null, null, null, active.made);
}

function defineAll(active, context, override) {
  for (const key of context.keys()) {
    if (key.startsWith("@") && KEYWORDS.has(key) && !CONTEXT_MEMBERS.includes(key)) bad(key);
  }
  const isNone = (name) => (context.get(name) ?? null) === null;
  if ((context.has("@version") && context.get("@version") !== 1.1) || !isNone("@base") || !isNone("@direction")) {
    bad("@version, @base, @direction");
  }
  return new Building(active, context, override).result();
}

/** Making one active context from one context object. */
class Building {
  constructor(active, context, override) {
    Object.assign(this, { active, context, override, vocab: active.vocab, language: active.language });
    this.terms = new Map(active.terms);
    this.done = new Map();
  }

  result() {
    const { active, context } = this;
    if (context.has("@vocab")) {
      const vocab = context.get("@vocab");
      this.vocab = vocab === null ? null : this.expand(vocab);
    }
    if (context.has("@language")) {
      const language = context.get("@language");
      const isFine = language === null || (typeof language === "string" && isLanguage(language));
      if (!isFine) bad(`@language ${asText(language)}`);
      this.language = language && language.toLowerCase();
    }
    for (const name of context.keys()) if (!CONTEXT_MEMBERS.includes(name)) this.define(name);
    return new ActiveContext(active.library, this.terms, this.vocab, this.language, active.previous, active.made);
  }

  /** §4.2.2: definitions may lean on later ones, never on themselves. */
  define(name) {
    if (this.done.has(name)) {
      if (!this.done.get(name)) bad(`${name} ↺`);
      return;
    }
    this.done.set(name, false);
    if (name === "" || name.startsWith("@")) bad(name || '""');
    const before = this.terms.get(name);
    let made = this.term(name, this.context.get(name));
    if (before?.isProtected && !this.override) {
      if (made === null || !made.saysTheSameAs(before)) refuse("canonical", "jsonld.protected_term", { term: name });
      made = before;
    }
    this.terms.set(name, made);
    this.done.set(name, true);
  }

  term(name, value) {
    if (value === null || (isObject(value) && value.get("@id") === null)) return null;
    const definition = typeof value === "string" ? new Map([["@id", value]]) : value;
    if (!isObject(definition) || [...definition.keys()].some((key) => !TERM_MEMBERS.includes(key))) bad(name);
    const iri = this.iriOf(name, definition);
    const container = listed(definition.get("@container") ?? []);
    const isKnown = container.every((each) => CONTAINERS.includes(each));
    if (!isKnown || container.filter((each) => each !== "@set").length > 1) bad(`${name} @container`);
    const language = definition.get("@language");
    const isShort = typeof value === "string" && !name.includes(":") && ":/?#[]@".includes(iri.at(-1));
    return new Term(iri, {
      coercion: this.coercionOf(name, definition),
      container,
      language: typeof language === "string" ? language.toLowerCase() : language,
      scoped: definition.get("@context"),
      isPrefix: Boolean(definition.get("@prefix") ?? isShort),
      isProtected: Boolean(definition.get("@protected") ?? this.context.get("@protected") ?? false),
    });
  }

  iriOf(name, definition) {
    let iri;
    if ((definition.get("@id") ?? name) !== name) iri = this.expand(definition.get("@id"));
    else if (name.includes(":")) iri = this.expand(name);
    else if (this.vocab !== null) iri = this.vocab + name;
    else bad(`${name} @id`);
    if (iri !== "@id" && iri !== "@type" && !isIri(iri)) bad(`${name} → ${iri}`);
    return iri;
  }

  coercionOf(name, definition) {
    const coercion = definition.get("@type");
    if (KEPT_COERCIONS.includes(coercion)) return coercion ?? null;
    const iri = this.expand(coercion);
    if (!isIri(iri)) bad(`${name} @type ${coercion}`);
    return iri;
  }

  /** §5.2.2, for the words of a context: keyword, term, abbreviation, IRI, word under @vocab. */
  expand(value) {
    if (typeof value !== "string") bad(cut(asText(value), 80));
    if (KEYWORDS.has(value)) return value;
    if (this.context.has(value) && !this.done.has(value)) this.define(value);
    const term = this.terms.get(value);
    if (term) return term.iri;
    const colon = value.indexOf(":");
    if (colon < 0) return this.vocab === null ? value : this.vocab + value;
    const [prefix, rest] = [value.slice(0, colon), value.slice(colon + 1)];
    if (!prefix || rest.startsWith("//")) return value;
    if (this.context.has(prefix) && !this.done.get(prefix)) this.define(prefix);
    const short = this.terms.get(prefix);
    return short?.isPrefix ? short.iri + rest : value;
  }
}
