// From a JSON-LD document to RDF quads, in one walk.
//
// Only names that the contexts define are accepted: what is signed is what a reader of the JSON sees.
//
// source:  W3C JSON-LD 1.1 Processing Algorithms and API, §5.1.2 "Expansion", §8.1 "Deserialize JSON-LD to RDF"
import { LIMITS } from "./catalogue.js";
import { ActiveContext, Term, isIri, isKeyword } from "./context.js";
import { Refusal, refuse } from "./errors.js";
import { RDF, XSD, booleanLiteral, escape, jsonLiteral, languageSuffix, numberLiteral } from "./literals.js";
import { asText, cut, isNumber, isObject, listed, otherwise, step } from "./values.js";

const [TYPE, FIRST, REST, NIL] = ["type", "first", "rest", "nil"].map((name) => `<${RDF}${name}>`);
const OPEN_BADGES_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const TERMS_OF_THE_LATER_VARIANT = ["jti", "endorsementJwt"];
const CONTAINERS = [["@graph", "graph"], ["@language", "languages"], ["@list", "list"]];
const KINDS = { "@id": "address", "@vocab": "word", "@json": "json" };
const roots = new WeakMap(); // library → the context of an empty document, which remembers what it was asked for

/**
 * The quads that a document stands for.
 *
 * library:  the contexts that may be used, by URL: Map of Maps
 * returns:  {ground, quads}: lines of N-Quads without any blank node, and the others as [subject, predicate, object,
 *           graph], the default graph is ""; blank nodes are "_:b0", "_:b1", …
 * throws:   Refusal "canonical" with the place, "complex", "context"
 */
export function toQuads(document, library) {
  try {
    return new Walk(document).run(contextOf(document, library));
  } catch (error) {
    if (error instanceof Refusal && error.code === "jsonld.undefined_term") {
      const isLater = TERMS_OF_THE_LATER_VARIANT.includes(error.details.term);
      if (isLater && listed(document.get("@context")).includes(OPEN_BADGES_3_0_3)) {
        error.code = "context.term_of_a_later_variant";
      }
    }
    throw error;
  }
}

function contextOf(document, library) {
  let root = roots.get(library);
  if (!root || root.made.spent > LIMITS.memo) {
    root = new ActiveContext(library);
    roots.set(library, root);
  }
  root.made.most = root.made.spent + LIMITS.priceOfAll;
  const local = document.get("@context");
  const isNothing = !local || local.length === 0 || local.size === 0;
  return isNothing ? refuse("canonical", "jsonld.no_context") : root.extended(local);
}

/** One key of a node, compiled: what is done with its value, and the texts that are always the same. */
class Entry {
  constructor(what, term, context) {
    this.what = what;
    this.term = term;
    this.predicate = `<${term.iri}>`;
    this.isScoped = term.scoped !== undefined;
    this.suffix = term.coercion === null || term.coercion[0] === "@" ? "" : `^^<${term.coercion}>`;
    this.isDouble = term.coercion === `${XSD}double`;
    const language = term.language === undefined ? context.language : term.language;
    const takesLanguage = term.coercion === null || term.coercion === "@none";
    this.tail = this.suffix || (language && takesLanguage ? `@${language}` : "");
  }
}

function entryOf(key, context) {
  let entry = context.entries.get(key);
  if (entry) return entry;
  const term = context.terms.get(key) ?? null;
  if (key === "@context") entry = new Entry("context", new Term("@context"), context);
  else if (term === null) entry = new Entry("text", undefinedTerm(key, context), context);
  else if (term.iri === "@id") entry = new Entry("id", term, context);
  else if (term.iri === "@type") entry = new Entry("types", term, context);
  else entry = new Entry(whatToDo(term), term, context);
  if (key !== "@context") context.refuseAnotherName(key, entry.term);
  return context.remember(context.entries, key, () => entry);
}

function undefinedTerm(key, context) {
  if (isKeyword(key) || key.startsWith("@")) refuse("canonical", "jsonld.keyword", { term: key });
  if (key.includes(":")) refuse("canonical", "jsonld.not_a_term", { term: cut(key, 200) });
  if (context.vocab === null || context.terms.has(key) || !isIri(context.vocab + key)) {
    refuse("canonical", "jsonld.undefined_term", { term: cut(key, 200) });
  }
  return new Term(context.vocab + key);
}

function whatToDo(term) {
  for (const [container, what] of CONTAINERS) if (term.container.includes(container)) return what;
  return valueKind(term);
}

const valueKind = (term) => KINDS[term.coercion] ?? "text";
const bad = (problem, pointer = "") => refuse("canonical", "jsonld.bad_value", { problem }, pointer);

/** Go on with a step; a refusal that comes out of it is placed below a name. */
function below(name, go) {
  try {
    return go();
  } catch (error) {
    if (error instanceof Refusal) error.pointer = step(name()) + error.pointer;
    throw error;
  }
}

/** One pass over one document. */
class Walk {
  constructor(document) {
    Object.assign(this, { document, ground: [], quads: [], blanks: 0, nodes: 0, root: "" });
  }

  run(context) {
    this.node(this.document, context, "", 0);
    const { ground, quads } = this;
    if (ground.length + quads.length > LIMITS.quads) {
      refuse("complex", "canonical.too_many", { limit: LIMITS.quads, what: "quads" });
    }
    return { ground, quads };
  }

  blank() {
    this.blanks += 1;
    return `_:b${this.blanks - 1}`;
  }

  /** Walk one node object; its subject as an N-Quads term. context: what holds here, before its types are looked at */
  node(node, outside, graph, depth) {
    this.nodes += 1;
    if (depth > LIMITS.depth || this.nodes > LIMITS.nodes || this.quads.length > LIMITS.quads) {
      refuse("complex", "canonical.too_many", { limit: LIMITS.nodes, what: "nodes" });
    }
    const context = depth && node.has("@context") ? outside.extended(node.get("@context")) : outside;
    const types = only(node, context.typeNames);
    const { inside, rendered } = types === undefined ? { inside: context, rendered: [] } : context.typed(types);
    const identifier = only(node, context.idNames);
    const subject = identifier === undefined ? this.blank() : subjectOf(identifier, context);
    if (!depth) this.root = subject;
    else if (subject === this.root && node.size > 1 + (types !== undefined)) {
      refuse("canonical", "jsonld.described_twice"); // members moved there would be signed unseen
    }
    for (const kind of rendered) this.add(subject, TYPE, kind, graph);
    let key = "";
    below(
      () => key,
      () => {
        for (const [name, value] of node) {
          key = name;
          const entry = entryOf(name, inside);
          const isTold = !["context", "id", "types"].includes(entry.what) && (value !== null || entry.what === "json");
          if (isTold) this.values(subject, entry, value, inside, graph, depth);
        }
      },
    );
    return subject;
  }

  /** Walk what stands behind one key: one value or an array of them. */
  values(subject, entry, value, context, graph, depth) {
    const put = (each) => this.add(subject, entry.predicate, this.object(entry, each, context, graph, depth), graph);
    if (entry.what === "languages") this.languages(subject, entry, value, graph);
    else if (entry.what === "list") {
      this.add(subject, entry.predicate, this.linked(entry, value, context, graph, depth), graph);
    } else if (Array.isArray(value) && entry.what !== "json") {
      let index = 0;
      below(
        () => index,
        () => {
          for (index = 0; index < value.length; index += 1) if (value[index] !== null) put(value[index]);
        },
      );
    } else put(value);
  }

  add(subject, predicate, found, graph) {
    if (subject[0] === "_" || found[0] === "_" || graph) this.quads.push([subject, predicate, found, graph]);
    else this.ground.push(`${subject} ${predicate} ${found} .\n`);
  }

  /** One value as an N-Quads term. */
  object(entry, value, context, graph, depth) {
    const what = entry.what === "list" ? valueKind(entry.term) : entry.what;
    if (what === "json") return jsonLiteral(value);
    if (isObject(value)) return this.child(entry, value, context, graph, depth);
    if (what === "graph" || Array.isArray(value)) bad(Array.isArray(value) ? "[[ ]]" : "@graph");
    if (typeof value === "string") {
      if (what === "address") return addressOf(value, context);
      const inside = what === "word" && entry.isScoped ? context.inside(entry.term) : context;
      if (what === "word") return `<${inside.expandVocabulary(value)}>`;
      return `"${escape(value)}"${entry.tail}`;
    }
    if (typeof value === "boolean") return booleanLiteral(value, entry.suffix);
    return isNumber(value) ? numberLiteral(value, entry.suffix, entry.isDouble) : bad("null");
  }

  /** A node object, or a text with its language, behind a key. */
  child(entry, value, context, graph, depth) {
    if (value.has("@value")) return valueObject(entry, value);
    const isReference = value.size === 1 && only(value, context.idNames) !== undefined;
    const base = context.previous === null || isReference ? context : context.previous;
    const inside = entry.isScoped ? base.inside(entry.term) : base;
    if (entry.what !== "graph") return this.node(value, inside, graph, depth + 1);
    if (!value.size) bad("∅");
    const name = this.blank();
    this.node(value, inside, name, depth + 1);
    return name;
  }

  /** §5.1.2, step 13.7: a map from language to text. */
  languages(subject, entry, value, graph) {
    if (!isObject(value)) bad("@container: @language");
    for (const [tag, texts] of value) {
      const suffix = tag === "@none" ? "" : languageSuffix(tag);
      for (const text of listed(texts)) {
        if (text === null) continue;
        if (typeof text !== "string") bad(cut(asText(text), 80), `/${tag}`);
        this.add(subject, entry.predicate, `"${escape(text)}"${suffix}`, graph);
      }
    }
  }

  /** §8.3 "List to RDF Conversion": the first cell of the list. */
  linked(entry, value, context, graph, depth) {
    const items = listed(value).filter((item) => item !== null);
    const found = items.map((item) => this.object(entry, item, context, graph, depth));
    let rest = NIL;
    for (const item of found.reverse()) {
      const cell = this.blank();
      this.quads.push([cell, FIRST, item, graph], [cell, REST, rest, graph]);
      rest = cell;
    }
    return rest;
  }
}

/** The value of the only one of these keys that the node has; undefined when it has none; two are refused. */
function only(node, names) {
  const found = names.filter((name) => node.has(name));
  if (found.length > 1) refuse("canonical", "jsonld.keyword", { term: found[1] }, `/${found[1]}`);
  return found.length ? node.get(found[0]) : undefined;
}

function subjectOf(identifier, context) {
  if (typeof identifier !== "string") {
    refuse("canonical", "jsonld.not_an_iri", { value: cut(asText(identifier), 200) }, "/id");
  }
  try {
    return addressOf(identifier, context);
  } catch (error) {
    if (error instanceof Refusal) error.pointer = "/id";
    throw error;
  }
}

function addressOf(value, context) {
  if (value.startsWith("_:")) refuse("canonical", "jsonld.blank_node", { value: cut(value, 200) });
  return `<${context.expandAddress(value)}>`;
}

/** A text with its language (VC 2.0, §4.6); any other use of @value is refused. */
function valueObject(entry, value) {
  if (otherwise(value.get("@direction"), null) !== null) refuse("canonical", "jsonld.direction", {}, "/@direction");
  const text = value.get("@value");
  const isPlain = [...value.keys()].every((key) => ["@value", "@language", "@direction"].includes(key));
  const takesText = entry.term.coercion === null || entry.term.coercion === "@none";
  if (!isPlain || !takesText || typeof text !== "string") bad("@value");
  const language = otherwise(value.get("@language"), null);
  return `"${escape(text)}"${language === null ? "" : languageSuffix(language)}`;
}
