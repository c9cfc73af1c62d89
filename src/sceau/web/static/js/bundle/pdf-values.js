// The values of a PDF: read where they stand, within bounds, and never run.
//
// source:  ISO 32000-2, §7.2 and §7.3
import { refuse } from "../verifier/errors.js";

const DEEPEST = 40;
const MOST_MEMBERS = 20_000; // of one array or dictionary
const LONGEST_STRING = 1_000_000; // bytes: the seal of an institution takes 20,000
const [SPACES, ENDS] = ["\0\t\n\f\r ", "()<>[]{}/%"].map((signs) => new Set([...signs].map((sign) => sign.charCodeAt(0))));
const DIGIT = (byte) => byte >= 0x30 && byte <= 0x39;
const HEX = (byte) => parseInt(String.fromCharCode(byte), 16); // NaN for what is none
const ESCAPES = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** Where an object stands: its number and its generation. */
export class Reference {
  constructor(number, generation) {
    Object.assign(this, { number, generation });
  }
}

/** A name, such as /EmbeddedFiles. */
export class Name {
  constructor(text) {
    this.text = text;
  }
}

/** The text of a name; "" of anything else. */
export const nameIn = (value) => (value instanceof Name ? value.text : "");

/** Refuse a file that is not as ours are: it may be sound, and others read it. */
export const unread = () => refuse("recognised", "elsewhere.pdf");

/** Reads one value after the other. data: bytes; at: where the next begins */
export class Values {
  constructor(data, at = 0) {
    Object.assign(this, { data, at });
  }

  /** Past white space and comments. */
  skip() {
    const { data } = this;
    for (; this.at < data.length; this.at += 1) {
      if (data[this.at] === 0x25) {
        while (this.at < data.length && data[this.at] !== 0x0a && data[this.at] !== 0x0d) this.at += 1;
      } else if (!SPACES.has(data[this.at])) return;
    }
  }

  /** Whether a word stands here; past it if so. */
  takes(word) {
    this.skip();
    const { data, at } = this;
    for (let index = 0; index < word.length; index += 1) if (data[at + index] !== word.charCodeAt(index)) return false;
    if (!isEnd(data[at + word.length])) return false;
    this.at += word.length;
    return true;
  }

  /** A whole number that is not negative. */
  number() {
    const value = this.value();
    return Number.isSafeInteger(value) && value >= 0 ? value : unread();
  }

  /** A number, text (bytes), Name, Reference, array, dictionary (Map), true, false or null. */
  value(depth = 0) {
    if (depth > DEEPEST) unread();
    this.skip();
    const byte = this.data[this.at];
    if (byte === 0x2f) return this.name();
    if (byte === 0x28) return this.text();
    if (byte === 0x5b) return this.array(depth);
    if (byte === 0x3c) return this.data[this.at + 1] === 0x3c ? this.dictionary(depth) : this.hexadecimal();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) if (this.takes(word)) return value;
    return this.numeric();
  }

  numeric() {
    const word = this.word();
    if (!/^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(word)) unread();
    if (!/^\d{1,10}$/.test(word)) return Number(word);
    const after = this.at;
    this.skip();
    if (DIGIT(this.data[this.at])) {
      const generation = this.word();
      if (/^\d{1,5}$/.test(generation) && this.takes("R")) return new Reference(Number(word), Number(generation));
    }
    this.at = after;
    return Number(word);
  }

  /** What stands before the next white space or mark: at most 40 signs. */
  word() {
    let end = this.at;
    while (end < this.at + 40 && !isEnd(this.data[end])) end += 1;
    const said = String.fromCharCode(...this.data.subarray(this.at, end));
    this.at = end;
    return said;
  }

  name() {
    let [said, at] = ["", this.at + 1];
    for (; !isEnd(this.data[at]); at += 1) {
      const code = this.data[at] === 0x23 ? HEX(this.data[at + 1]) * 16 + HEX(this.data[at + 2]) : NaN;
      said += String.fromCharCode(Number.isNaN(code) ? this.data[at] : code);
      if (!Number.isNaN(code)) at += 2;
      if (said.length > 200) unread();
    }
    this.at = at;
    return new Name(said);
  }

  array(depth) {
    const found = [];
    this.at += 1;
    for (;;) {
      this.skip();
      if (this.data[this.at] === 0x5d) break;
      if (found.length >= MOST_MEMBERS) unread();
      found.push(this.value(depth + 1));
    }
    this.at += 1;
    return found;
  }

  dictionary(depth) {
    const found = new Map();
    this.at += 2;
    for (;;) {
      this.skip();
      if (this.data[this.at] === 0x3e && this.data[this.at + 1] === 0x3e) break;
      if (this.data[this.at] !== 0x2f || found.size >= MOST_MEMBERS) unread();
      const { text } = this.name();
      const value = this.value(depth + 1);
      if (found.has(text)) unread(); // one of two is hidden from somebody
      found.set(text, value);
    }
    this.at += 2;
    return found;
  }

  hexadecimal() {
    const end = this.data.indexOf(0x3e, this.at);
    if (end < 0 || end - this.at > LONGEST_STRING) unread();
    const digits = [...this.data.subarray(this.at + 1, end)].filter((byte) => !SPACES.has(byte)).map(HEX);
    if (digits.some(Number.isNaN)) unread();
    if (digits.length % 2) digits.push(0);
    this.at = end + 1;
    return Uint8Array.from({ length: digits.length / 2 }, (_, index) => digits[2 * index] * 16 + digits[2 * index + 1]);
  }

  /** A text between parentheses, which may hold others. */
  text() {
    const { data } = this;
    const found = [];
    let [depth, at] = [1, this.at + 1];
    for (; depth; at += 1) {
      let byte = data[at];
      if (at >= data.length || found.length > LONGEST_STRING) unread();
      if (byte === 0x29 && (depth -= 1) === 0) continue;
      if (byte === 0x28) depth += 1;
      if (byte === 0x5c) {
        at += 1;
        if (data[at] === 0x0d || data[at] === 0x0a) {
          if (data[at] === 0x0d && data[at + 1] === 0x0a) at += 1;
          continue; // the line goes on
        }
        const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...data.subarray(at, at + 3)))?.[0];
        byte = octal ? parseInt(octal, 8) & 0xff : ESCAPES[String.fromCharCode(data[at])] ?? data[at];
        if (octal) at += octal.length - 1;
      }
      found.push(byte);
    }
    this.at = at;
    return Uint8Array.from(found);
  }
}

const isEnd = (byte) => byte === undefined || SPACES.has(byte) || ENDS.has(byte);
