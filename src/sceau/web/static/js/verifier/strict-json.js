// JSON that everybody reads in the same way: no duplicate names, no NaN, no lone surrogates, bounded depth and size.
//
// source:  RFC 8259; RFC 7493 (I-JSON) for duplicate names, numbers and surrogates
import { LIMITS, PLACES } from "./catalogue.js";
import { refuse } from "./errors.js";
import { Decimal, cut, isObject, lengthOf } from "./values.js";

const DEEPEST_READ = 900; // beyond it nothing more is looked at
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPED = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const HALF = /\p{Surrogate}/u;

/**
 * The value that a text stands for.
 *
 * text:    bytes or a string
 * limit:   bytes, above which nothing is read
 * throws:  Refusal "json"
 */
export function parse(text, limit = LIMITS.bytes) {
  const size = typeof text === "string" ? bytesIn(text) : text.length;
  if (size > limit) refuse("json", "json.too_large", { limit });
  if (typeof text === "string" && HALF.test(text)) refuse("json", "json.lone_surrogate");
  const value = new Reader(typeof text === "string" ? text : decode(text)).whole();
  refuseDepthAndHalves(value, 0);
  return value;
}

/** The object that a text stands for. */
export function parseObject(text, limit = LIMITS.bytes) {
  const value = parse(text, limit);
  if (!isObject(value)) refuse("json", "json.not_an_object");
  return value;
}

/** How many bytes of UTF-8 a text takes; halves of characters take three. */
function bytesIn(text) {
  return new TextEncoder().encode(text).length;
}

function decode(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    if (data.includes(0xed)) refuse("json", "json.lone_surrogate");
    const at = firstFault(data);
    refuse("json", "json.not_json", placed("byte", { at }));
  }
}

/** The details of a sentence that says where. */
function placed(what, values) {
  const [place, english] = ["fr", "en"].map((language) =>
    PLACES[what][language].replace(/\{(\w+)\}/g, (_, name) => values[name]),
  );
  return { place, place_en: english };
}

/** Where bytes stop being UTF-8: at the first byte of what is no character. source: Unicode, table 3-7 */
function firstFault(data) {
  let at = 0;
  while (at < data.length) {
    const first = data[at];
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0) return at;
    for (let place = 1; place < length; place += 1) {
      const least = place > 1 ? 0x80 : { 0xe0: 0xa0, 0xf0: 0x90 }[first] ?? 0x80;
      const most = place > 1 ? 0xbf : { 0xed: 0x9f, 0xf4: 0x8f }[first] ?? 0xbf;
      if (!(data[at + place] >= least && data[at + place] <= most)) return at;
    }
    at += length;
  }
  return at;
}

/** One reading of one text, from its first character to its last. */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
  }

  whole() {
    if (this.text.startsWith("\ufeff")) this.fail(0);
    this.skip();
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail(this.at);
    return value;
  }

  fail(at) {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = lengthOf(before.slice(before.lastIndexOf("\n") + 1)) + 1;
    refuse("json", "json.not_json", placed("character", { line, column }));
  }

  skip() {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  value() {
    const { text, at } = this;
    switch (text[at]) {
      case '"':
        return this.string();
      case "{":
        return this.nested(() => this.object());
      case "[":
        return this.nested(() => this.array());
      default:
        break;
    }
    for (const [word, value] of [["null", null], ["true", true], ["false", false]]) {
      if (text.startsWith(word, at)) {
        this.at += word.length;
        return value;
      }
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) {
      if (text.startsWith(word, at)) refuse("json", "json.not_a_number", { value: word });
    }
    return this.number();
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.fail(this.at);
    this.at = NUMBER.lastIndex;
    const [text, fraction, exponent] = found;
    const value = Number(text);
    if (fraction === undefined && exponent === undefined) {
      const size = Math.abs(value);
      const isRounded = size === LIMITS.integer && !text.endsWith("2"); // …993 reads as 9007199254740992
      if (text.length > 17 || size > LIMITS.integer || isRounded) {
        refuse("json", "json.integer_too_large", { value: cut(text, 40) });
      }
      return value === 0 ? 0 : value;
    }
    if (!Number.isFinite(value)) refuse("json", "json.not_a_number", { value: cut(text, 40) });
    return Number.isInteger(value) ? new Decimal(value) : value;
  }

  nested(read) {
    this.depth += 1;
    if (this.depth > DEEPEST_READ) refuse("json", "json.too_deep", { limit: LIMITS.depth });
    this.at += 1;
    this.skip();
    const value = read();
    this.at += 1;
    this.depth -= 1;
    return value;
  }

  object() {
    const pairs = [];
    while (this.text[this.at] !== "}" || pairs.length) {
      if (this.text[this.at] !== '"') this.fail(this.at);
      const name = this.string();
      this.skip();
      if (this.text[this.at] !== ":") this.fail(this.at);
      this.at += 1;
      this.skip();
      pairs.push([name, this.value()]);
      if (this.isLast("}")) break;
    }
    const found = new Map();
    for (const [name, value] of pairs) {
      if (found.has(name)) refuse("json", "json.duplicate_name", { name });
      found.set(name, value);
    }
    return found;
  }

  array() {
    const found = [];
    while (this.text[this.at] !== "]" || found.length) {
      found.push(this.value());
      if (this.isLast("]")) break;
    }
    return found;
  }

  /** After a member: whether the object or list ends here; otherwise go on to the next. */
  isLast(end) {
    this.skip();
    if (this.text[this.at] === end) return true;
    if (this.text[this.at] !== ",") this.fail(this.at);
    this.at += 1;
    this.skip();
    return false;
  }

  string() {
    const { text, at: begin } = this;
    let [found, at] = ["", begin + 1];
    for (;;) {
      PLAIN.lastIndex = at;
      found += PLAIN.exec(text)[0];
      at = PLAIN.lastIndex;
      if (at >= text.length) this.fail(begin);
      if (text[at] === '"') break;
      if (text[at] !== "\\") this.fail(at);
      const letter = text[at + 1];
      if (letter === undefined) this.fail(begin);
      if (letter === "u") {
        const digits = text.slice(at + 2, at + 6);
        if (!/^[0-9A-Fa-f]{4}$/.test(digits)) this.fail(at + 1);
        found += String.fromCharCode(parseInt(digits, 16));
        at += 6;
      } else {
        if (!Object.hasOwn(ESCAPED, letter)) this.fail(at);
        found += ESCAPED[letter];
        at += 2;
      }
    }
    this.at = at + 1;
    return found;
  }
}

function refuseDepthAndHalves(value, depth) {
  if (typeof value === "string") {
    if (HALF.test(value)) refuse("json", "json.lone_surrogate");
    return;
  }
  if (depth > LIMITS.depth) refuse("json", "json.too_deep", { limit: LIMITS.depth });
  if (isObject(value)) {
    for (const [name, each] of value) {
      if (HALF.test(name)) refuse("json", "json.lone_surrogate");
      refuseDepthAndHalves(each, depth + 1);
    }
  } else if (Array.isArray(value)) {
    for (const each of value) refuseDepthAndHalves(each, depth + 1);
  }
}
