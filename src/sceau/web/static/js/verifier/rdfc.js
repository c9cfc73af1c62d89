// RDFC-1.0: one order and one set of labels for the quads of a dataset.
//
// Credentials whose blank nodes all look different at first sight take the short way; the others take the full algorithm,
// with a bound on the work, since equal parts can be arranged in factorially many ways.
//
// source:  W3C RDF Dataset Canonicalization 1.0 (RDFC-1.0), Recommendation of 21 May 2024, §4
import { LIMITS } from "./catalogue.js";
import { digest, hexOf } from "./encodings.js";
import { refuse } from "./errors.js";

const encoder = new TextEncoder();
const HALVES = /[\ud800-\udfff]/;

/** The hash of a text, lower-case hexadecimal. */
const hashWith = (algorithm) => async (text) => hexOf(await digest(algorithm, encoder.encode(text)));

/**
 * The canonical form of a dataset.
 *
 * ground:     N-Quads lines without blank nodes
 * quads:      [subject, predicate, object, graph] as N-Quads terms; at least one is a blank node "_:…"
 * algorithm:  "SHA-256", or "SHA-384"
 * returns:    {lines, labels}: the lines in code point order; each label of the input with its canonical one
 * throws:     Refusal "complex", "canonical"
 */
export async function canonicalise(ground, quads, { algorithm = "SHA-256", work = LIMITS.work } = {}) {
  const distinct = [...new Map(quads.map((quad) => [quad.join("\0"), quad])).values()];
  const hash = hashWith(algorithm);
  const hashes = new Map(
    await Promise.all(
      [...firstDegreeLines(distinct)].map(async ([node, lines]) => [node, await hash(inOrder(lines).join(""))]),
    ),
  );
  const different = new Set(hashes.values()).size === hashes.size;
  const labels = different ? short(hashes) : await new Full(distinct, hashes, hash, work).labels();
  const lines = [...new Set([...ground, ...relabelled(distinct, labels)])];
  if (lines.some((line) => /\p{Surrogate}/u.test(line))) refuse("canonical", "jsonld.lone_surrogate");
  return { lines: inOrder(lines), labels };
}

function short(hashes) {
  const nodes = [...hashes.keys()].sort((one, other) => (hashes.get(one) < hashes.get(other) ? -1 : 1));
  return new Map(nodes.map((node, number) => [node, `_:c14n${number}`]));
}

/** The lines by code point. ECMAScript compares halves of characters, which stand before U+E000 and mean more. */
function inOrder(lines) {
  return lines.some((line) => HALVES.test(line)) ? lines.sort(byCodePoint) : lines.sort();
}

function byCodePoint(one, other) {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

const rank = (unit) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);

function* relabelled(quads, labels) {
  const named = (part) => labels.get(part) ?? part;
  for (const [subject, predicate, found, graph] of quads) {
    yield `${named(subject)} ${predicate} ${named(found)}${graph ? ` ${named(graph)}` : ""} .\n`;
  }
}

/** For each blank node, the lines it occurs in: itself as _:a, others as _:z. source: §4.6, steps 1–3 */
function firstDegreeLines(quads) {
  const lines = new Map();
  for (const [subject, predicate, found, graph] of quads) {
    for (const node of new Set([subject, found, graph].filter((part) => part[0] === "_"))) {
      const shown = (part) => (part[0] !== "_" ? part : part === node ? "_:a" : "_:z");
      const line = `${shown(subject)} ${predicate} ${shown(found)}${graph ? ` ${shown(graph)}` : ""} .\n`;
      if (lines.has(node)) lines.get(node).push(line);
      else lines.set(node, [line]);
    }
  }
  return lines;
}

/** §4.5 "Issue Identifier": labels handed out in order, each node its own. */
class Issuer {
  constructor(prefix, given = new Map()) {
    this.prefix = prefix;
    this.given = given;
  }

  issue(node) {
    if (!this.given.has(node)) this.given.set(node, `${this.prefix}${this.given.size}`);
    return this.given.get(node);
  }

  copy() {
    return new Issuer(this.prefix, new Map(this.given));
  }
}

/** §4.4.3, steps 3–5, for datasets in which some blank nodes look alike. */
class Full {
  constructor(quads, hashes, hash, work) {
    Object.assign(this, { hashes, hash, work, depth: 0 });
    this.canonical = new Issuer("_:c14n");
    this.quadsOf = new Map();
    for (const quad of quads) {
      for (const node of new Set([quad[0], quad[2], quad[3]].filter((part) => part[0] === "_"))) {
        if (this.quadsOf.has(node)) this.quadsOf.get(node).push(quad);
        else this.quadsOf.set(node, [quad]);
      }
    }
  }

  async labels() {
    const alike = new Map();
    for (const [node, found] of this.hashes) alike.set(found, [...(alike.get(found) ?? []), node]);
    const groups = [...alike.keys()].sort().map((found) => alike.get(found));
    for (const [node, ...others] of groups) if (!others.length) this.canonical.issue(node);
    for (const nodes of groups) if (nodes.length > 1) await this.labelAlike(nodes);
    return this.canonical.given;
  }

  async labelAlike(nodes) {
    const results = [];
    for (const node of nodes) {
      if (this.canonical.given.has(node)) continue;
      const issuer = new Issuer("_:b");
      issuer.issue(node);
      results.push(await this.nDegree(node, issuer));
    }
    results.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    for (const [, issuer] of results) for (const node of issuer.given.keys()) this.canonical.issue(node);
  }

  spend() {
    this.work -= 1;
    if (this.work < 0) refuse("complex", "canonical.too_much_work");
  }

  /** §4.7 "Hash Related Blank Node". */
  related(node, quad, issuer, position) {
    const label = this.canonical.given.get(node) ?? issuer.given.get(node) ?? this.hashes.get(node);
    return this.hash(`${position}${position === "g" ? "" : quad[1]}${label}`);
  }

  /** §4.8 "Hash N-Degree Quads". */
  async nDegree(node, given) {
    this.spend();
    let issuer = given;
    const around = new Map();
    for (const quad of this.quadsOf.get(node)) {
      for (const [position, other] of [["s", quad[0]], ["o", quad[2]], ["g", quad[3]]]) {
        if (other[0] !== "_" || other === node) continue;
        this.spend();
        const found = await this.related(other, quad, issuer, position);
        around.set(found, [...(around.get(found) ?? []), other]);
      }
    }
    let data = "";
    for (const found of [...around.keys()].sort()) {
      const [path, next] = await this.shortest(around.get(found), issuer);
      data += found + path;
      issuer = next;
    }
    return [await this.hash(data), issuer];
  }

  /** §4.8, steps 5.4–5.6: the arrangement of the nodes whose path comes first. */
  async shortest(nodes, issuer) {
    let [path, chosen] = ["", issuer];
    for (const arrangement of arrangements(nodes)) {
      this.spend();
      const found = await this.pathOf(arrangement, issuer.copy(), path);
      if (found !== null && (!path || found[0] < path)) [path, chosen] = found;
    }
    return [path, chosen];
  }

  /** §4.8, steps 5.4.4–5.4.5; null as soon as the path can no longer be the first. */
  async pathOf(arrangement, given, best) {
    let [path, issuer] = ["", given];
    const recursion = [];
    const isBeaten = () => best && path.length >= best.length && path > best;
    for (const node of arrangement) {
      if (this.canonical.given.has(node)) path += this.canonical.given.get(node);
      else {
        if (!issuer.given.has(node)) recursion.push(node);
        path += issuer.issue(node);
      }
      if (isBeaten()) return null;
    }
    for (const node of recursion) {
      this.depth += 1;
      if (this.depth > LIMITS.deepest) refuse("complex", "canonical.too_much_work");
      const [found, result] = await this.nDegree(node, issuer);
      this.depth -= 1;
      path += `${issuer.issue(node)}<${found}>`;
      issuer = result;
      if (isBeaten()) return null;
    }
    return [path, issuer];
  }
}

/** Every order of the nodes, the first one first. */
function* arrangements(nodes) {
  if (nodes.length < 2) {
    yield nodes;
    return;
  }
  for (let at = 0; at < nodes.length; at += 1) {
    for (const rest of arrangements([...nodes.slice(0, at), ...nodes.slice(at + 1)])) yield [nodes[at], ...rest];
  }
}
