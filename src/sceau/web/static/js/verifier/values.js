// Values of JSON as the verifier holds them: objects are Maps (no name is special, order is kept), lists are arrays.

/** A whole number that was written with a point or an exponent, as 5.0: some members take 5 and refuse 5.0. */
export class Decimal {
  constructor(value) {
    this.value = value;
  }
}

/** Whether a value is a JSON object. */
export const isObject = (value) => value instanceof Map;

/** Whether a value is a number written without point and exponent. */
export const isInteger = (value) => typeof value === "number" && Number.isInteger(value);

/** Whether a value is a number, however written. */
export const isNumber = (value) => typeof value === "number" || value instanceof Decimal;

/** The number itself. */
export const numberOf = (value) => (value instanceof Decimal ? value.value : value);

/** The member of an object; undefined when there is none, and when it is no object. */
export const member = (value, name) => (value instanceof Map ? value.get(name) : undefined);

/** One or many, as many; nothing for null and for what is not there. */
export const asList = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** One or many, as many: null is one. */
export const listed = (value) => (Array.isArray(value) ? value : [value]);

/** The value, or another one when a member is not there; null is there. */
export const otherwise = (value, instead) => (value === undefined ? instead : value);

/** What was parsed by the platform, as the verifier holds it. */
export function fromPlain(value) {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (value === null || typeof value !== "object") return value;
  return new Map(Object.entries(value).map(([name, each]) => [name, fromPlain(each)]));
}

/** Whether two values say the same. */
export function same(one, other) {
  if (one === other) return true;
  if (isNumber(one) && isNumber(other)) return numberOf(one) === numberOf(other);
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => same(each, other[index]));
  }
  if (!isObject(one) || !isObject(other) || one.size !== other.size) return false;
  return [...one].every(([name, each]) => other.has(name) && same(each, other.get(name)));
}

/** The first characters of a text: characters, not halves of them. */
export const cut = (text, most) => (text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join(""));

/** A text without these characters at its ends: one look at each, however many there are. */
export function trimmed(text, characters) {
  let [from, to] = [0, text.length];
  while (from < to && characters.includes(text[from])) from += 1;
  while (to > from && characters.includes(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** How many characters a text has. */
export function lengthOf(text) {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
    if (first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000) length -= 1;
  }
  return length;
}

/** One step of a JSON Pointer (RFC 6901, §3). */
export const step = (name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** A value as the engine writes it into a sentence: a text as it is, anything else as a document would write it. */
export const asText = (value) =>
  typeof value === "string" ? value : value === undefined || value === null ? "—" : written(value);

/** A value as a document would write it. */
function written(value) {
  if (isNumber(value)) return isInteger(value) ? String(value) : decimalText(numberOf(value));
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (isObject(value)) return `{${[...value].map(([name, each]) => `${written(name)}: ${written(each)}`).join(", ")}}`;
  return JSON.stringify(value);
}

const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in ASCII: what cannot be seen is written as a number. */
export const asciiText = (text) =>
  text.replace(/\\|[^\x20-\x7e]/gu, (character) => ESCAPES[character] ?? numbered(character));

function numbered(character) {
  const code = character.codePointAt(0);
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

function decimalText(value) {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return "-0.0";
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = value.toExponential().split("e");
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
