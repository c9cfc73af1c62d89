// A credential in an SVG file: a reader of XML that expands nothing, runs nothing, draws nothing and forgets the picture.
//
// source:  Open Badges 3.0, §5.3.2; Open Badges 2.0 baking specification; XML 1.0, fifth edition; Namespaces in XML 1.0
import { LIMITS } from "../verifier/catalogue.js";
import { refuse } from "../verifier/errors.js";
import { cut } from "../verifier/values.js";
import { LARGEST_IMAGE, formOf, found } from "./baked.js";

const SVG = "http://www.w3.org/2000/svg";
const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";
const BADGES = new Map([
  ["https://purl.imsglobal.org/ob/v3p0 credential", "ob3"],
  ["http://openbadges.org assertion", "ob2"],
]);
const DEEPEST = 64;
const MOST_ELEMENTS = 50_000;
const MOST_ATTRIBUTES = 1_000; // of one element
const NAME = /[A-Za-z_\u0080-\uffff][\w:.\u0080-\uffff-]*/y;
const START = /^[A-Za-z_\u0080-\uffff]/;
const SPACE = /[ \t\n]*/y;
const DECLARATION =
  /^[ \t\n]+version[ \t\n]*=[ \t\n]*("[\w.-]+"|'[\w.-]+')([ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?([ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*$/;
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const NAMED = new Map([["lt", "<"], ["gt", ">"], ["amp", "&"], ["quot", '"'], ["apos", "'"]]);

/** The text of the credential in a picture. Throws Refusal "image", also when there is none. */
export function inSvg(image) {
  if (image.length > LARGEST_IMAGE) refuse("image", "image.too_large", { size: image.length, limit: LARGEST_IMAGE });
  const elements = new Reader(decoded(image)).whole();
  for (const standard of BADGES.values()) {
    const held = elements.filter((element) => element.standard === standard);
    if (held.length > 1) refuse("image", "image.baked_twice", { count: held.length });
    if (held.length) return credentialOf(held[0]);
  }
  return refuse("image", "image.nothing_baked");
}

function credentialOf(element) {
  if (element.isMisplaced) refuse("image", "svg.wrong_place");
  const [text, verify] = [element.text.join("").trim(), element.verify.trim()];
  if (element.standard === "ob3" && text && verify) refuse("image", "svg.written_twice");
  if (text && formOf(text) !== "json") refuse("image", "image.not_a_credential");
  if (verify && formOf(verify) === "json") refuse("image", "image.not_a_credential");
  return found(element.standard, text && (!verify || formOf(verify) === "url") ? text : verify);
}

/** The text of a file in UTF-8; others are left to the engine. */
function decoded(image) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(image).replace(/\r\n?/g, "\n");
  } catch {
    return refuse("recognised", "elsewhere.image");
  }
}

/** One pass over the file, from its first sign to its last. */
class Reader {
  constructor(text) {
    Object.assign(this, { text, at: 0, count: 0, stack: [], elements: [], open: null, hasPicture: false, hasRoot: false, hasType: false });
  }

  /** The elements that may hold a credential. */
  whole() {
    const { text } = this;
    if (text.startsWith("<?xml")) this.declaration();
    while (this.at < text.length) {
      if (text[this.at] !== "<") this.words();
      else if (text.startsWith("<!--", this.at)) this.past("<!--", "-->", "--");
      else if (text.startsWith("<![CDATA[", this.at)) this.section();
      else if (text.startsWith("<?", this.at)) this.instruction();
      else if (text.startsWith("<!", this.at)) this.documentType();
      else if (text[this.at + 1] === "/") this.end();
      else this.start();
    }
    if (!this.hasRoot || this.stack.length) this.fail();
    return this.elements;
  }

  fail(at = this.at) {
    const before = this.text.slice(0, at).split("\n");
    refuse("image", "svg.not_xml", { line: before.length, column: new TextEncoder().encode(before.at(-1)).length + 1 });
  }

  /** Go past what stands between two marks, and give it. not: what may not stand in it */
  past(first, last, not) {
    const begin = this.at + first.length;
    const end = this.text.indexOf(last, begin);
    if (end < 0) this.fail();
    const inside = this.text.slice(begin, end);
    if (NOT_XML.test(inside) || (not && (inside.includes(not) || inside.endsWith("-")))) this.fail();
    this.at = end + last.length;
    return inside;
  }

  declaration() {
    const said = DECLARATION.exec(this.past("<?xml", "?>"));
    if (!said) this.fail(0);
    if (!/^(utf-8|us-ascii)$/i.test(said[3] ?? said[4] ?? "UTF-8")) refuse("recognised", "elsewhere.image");
  }

  instruction() {
    const said = this.past("<?", "?>");
    if (!/^[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff-]*([ \t\n]|$)/.test(said) || /^xml([ \t\n]|$)/i.test(said)) this.fail();
  }

  /** A bare document type, as in files of SVG 1.1, declares nothing, and nobody goes and fetches it. */
  documentType() {
    if (!/^<!DOCTYPE\s/.test(this.text.slice(this.at, this.at + 10)) || this.hasRoot) this.fail();
    const bare = /<!DOCTYPE\s+[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff-]*(?::[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff-]*)?(\s+(SYSTEM|PUBLIC\s+("[^"]*"|'[^']*'))\s+("[^"]*"|'[^']*'))?\s*([>[])/y;
    bare.lastIndex = this.at;
    const said = bare.exec(this.text);
    if (!said) this.fail();
    if (said[5] === "[") refuse("image", "svg.entities");
    this.hasType = true;
    this.at = bare.lastIndex;
  }

  section() {
    if (!this.stack.length) this.fail();
    this.keep(this.past("<![CDATA[", "]]>"));
  }

  words() {
    const end = this.text.indexOf("<", this.at);
    const said = this.text.slice(this.at, end < 0 ? this.text.length : end);
    if (this.stack.length ? NOT_XML.test(said) || said.includes("]]>") : /[^ \t\n]/.test(said)) this.fail();
    if (this.stack.length) this.keep(this.resolved(said));
    this.at += said.length;
  }

  keep(said) {
    if (!this.open) return;
    this.open.length += said.length;
    if (this.open.length > LIMITS.bytes) refuse("image", "image.credential_too_large", { limit: LIMITS.bytes });
    this.open.text.push(said);
  }

  /** A text without its references; those of an entity are refused. */
  resolved(said) {
    if (!said.includes("&")) return said;
    return said.replace(/&(?:#x([0-9a-f]{1,8});|#([0-9]{1,8});|([^;<&\s]{1,100});)?/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED.get(name) ?? (this.hasType ? refuse("image", "svg.entities") : this.fail());
      const code = parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16);
      const isOne = code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
      const sign = isOne ? String.fromCodePoint(code) : "\0";
      return NOT_XML.test(sign) ? this.fail() : sign;
    });
  }

  /** What stands here, by a sticky expression. */
  take(expression) {
    expression.lastIndex = this.at;
    const [said] = expression.exec(this.text) ?? [""];
    this.at += said.length;
    return said;
  }

  start() {
    const begin = this.at;
    this.at += 1;
    const name = this.take(NAME) || this.fail(begin);
    const attributes = this.attributes();
    const isEmpty = this.text[this.at] === "/";
    if (this.text[this.at + isEmpty] !== ">") this.fail();
    this.at += 1 + isEmpty;
    if (this.hasRoot && !this.stack.length) this.fail(begin);
    this.began(name, attributes);
    if (isEmpty) this.ended();
  }

  attributes() {
    const found = new Map();
    for (;;) {
      const space = this.take(SPACE);
      if (this.text[this.at] === ">" || this.text[this.at] === "/") return found;
      const name = (space && this.take(NAME)) || this.fail();
      this.take(SPACE);
      if (this.text[this.at] !== "=") this.fail();
      this.at += 1;
      this.take(SPACE);
      const mark = this.text[this.at];
      const end = mark === '"' || mark === "'" ? this.text.indexOf(mark, this.at + 1) : -1;
      const said = end < 0 ? this.fail() : this.text.slice(this.at + 1, end);
      if (NOT_XML.test(said) || said.includes("<") || found.has(name) || found.size >= MOST_ATTRIBUTES) this.fail();
      found.set(name, this.resolved(said.replace(/[\t\n]/g, " ")));
      this.at = end + 1;
    }
  }

  /** An element: what it is called in its namespace decides. */
  began(name, attributes) {
    const own = [...attributes].filter(([key]) => key === "xmlns" || key.startsWith("xmlns:"));
    this.stack.push({ name, spaces: new Map(own.map(([key, url]) => [key.slice(6), url])) });
    this.count += 1;
    if (this.stack.length > DEEPEST) refuse("image", "svg.too_deep", { limit: DEEPEST });
    if (this.count > MOST_ELEMENTS) refuse("image", "svg.too_many_elements", { limit: MOST_ELEMENTS });
    if (this.open) refuse("image", "svg.elements_inside");
    const whole = this.called(name, this.spaceOf(""));
    this.refuseNames([...attributes.keys()].filter((key) => key.includes(":") && !key.startsWith("xmlns:")), own);
    if (this.stack.length === 1) {
      this.hasRoot = true;
      if (whole !== `${SVG} svg` && whole !== "svg") refuse("image", "svg.not_an_svg", { name: cut(whole.split(" ").at(-1), 40) });
    } else if (BADGES.has(whole)) {
      const isMisplaced = this.stack.length !== 2 || this.hasPicture;
      this.open = { standard: BADGES.get(whole), verify: attributes.get("verify") ?? "", isMisplaced, text: [], length: 0 };
      this.elements.push(this.open);
    } else {
      this.hasPicture = true;
    }
  }

  /** A name with its namespace before it. otherwise: that of a name without a prefix */
  called(name, otherwise = "") {
    const [local, prefix, ...more] = name.split(":").reverse();
    const space = prefix === undefined ? otherwise : this.spaceOf(prefix);
    if (more.length || !START.test(local) || (prefix !== undefined && !space)) this.fail();
    return `${space} ${local}`.trimStart();
  }

  /** Attributes of other namespaces, and the namespaces that begin here. source: Namespaces in XML 1.0, §3 and §5 */
  refuseNames(names, own) {
    const found = new Set(names.map((name) => this.called(name)));
    if (found.size !== names.length) this.fail();
    for (const [key, url] of own) {
      const [prefix, ...more] = key.slice(6).split(":");
      const isWrong = more.length > 0 || (key !== "xmlns" && !START.test(prefix)) || url.includes(" ") || (key !== "xmlns" && !url) || prefix === "xmlns" || url === XMLNS;
      if (isWrong || (prefix === "xml") !== (url === XML)) this.fail();
    }
  }

  /** The namespace of a prefix here; "" where it has none. */
  spaceOf(prefix) {
    for (let depth = this.stack.length - 1; depth >= 0; depth -= 1) {
      if (this.stack[depth].spaces.has(prefix)) return this.stack[depth].spaces.get(prefix);
    }
    return prefix === "xml" ? XML : "";
  }

  end() {
    const begin = this.at;
    this.at += 2;
    const name = this.take(NAME);
    this.take(SPACE);
    if (this.text[this.at] !== ">" || this.stack.at(-1)?.name !== name) this.fail(begin);
    this.at += 1;
    this.ended();
  }

  ended() {
    this.stack.pop();
    this.open = null;
  }
}
