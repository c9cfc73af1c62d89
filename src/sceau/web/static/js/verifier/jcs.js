// JSON Canonicalization Scheme: one text for one JSON value.
//
// source:  RFC 8785. What ECMAScript writes for texts and numbers is what the RFC asks for; names are sorted by their
//          UTF-16 code units, which is how ECMAScript compares.
import { refuse } from "./errors.js";
import { isNumber, isObject, numberOf } from "./values.js";

const DEEPEST = 128;
const HALF = /\p{Surrogate}/u;

/** The canonical text of a value, as bytes of UTF-8. Throws Refusal "canonical". */
export const canonicalBytes = (value) => new TextEncoder().encode(canonicalText(value));

/** The canonical text of a value. */
export function canonicalText(value, depth = 1) {
  if (depth > DEEPEST) refuse("canonical", "jcs.too_deep", { limit: DEEPEST });
  if (isObject(value)) {
    const names = [...value.keys()].sort();
    return `{${names.map((name) => `${text(name)}:${canonicalText(value.get(name), depth + 1)}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map((each) => canonicalText(each, depth + 1)).join(",")}]`;
  if (typeof value === "string") return text(value);
  if (isNumber(value)) return number(numberOf(value));
  return String(value); // null, true, false
}

function text(value) {
  if (HALF.test(value)) refuse("canonical", "jcs.lone_surrogate");
  return JSON.stringify(value);
}

function number(value) {
  if (!Number.isFinite(value)) refuse("canonical", "jcs.not_a_number", { value: String(value) });
  return String(value === 0 ? 0 : value);
}
