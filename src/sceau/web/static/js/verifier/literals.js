// Literals in canonical N-Quads: texts, languages, numbers, truth values and JSON.
//
// source:  W3C RDF Dataset Canonicalization 1.0, §5.1; W3C JSON-LD 1.1 Processing Algorithms and API, §8.2
import { LIMITS } from "./catalogue.js";
import { isLanguage } from "./context.js";
import { refuse } from "./errors.js";
import { canonicalText } from "./jcs.js";
import { asText, cut, numberOf } from "./values.js";

export const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const XSD = "http://www.w3.org/2001/XMLSchema#";

// Below the one and from the other on, JavaScript writes a number with an exponent and processors differ.
const [SMALLEST, TOO_LARGE] = [1e-6, 1e15];
const LETTERS = { "\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"', "\\": "\\" };

/** The inside of a literal. source: RDF Dataset Canonicalization 1.0, §5.1 "Canonical N-Quads form" */
export function escape(text) {
  return text.replace(/[\x00-\x1f"\\\x7f]/g, (found) =>
    Object.hasOwn(LETTERS, found)
      ? `\\${LETTERS[found]}`
      : `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

/** What follows a text in this language. Throws "canonical" when it is no language (BCP 47). */
export function languageSuffix(tag) {
  if (typeof tag !== "string" || !isLanguage(tag)) {
    refuse("canonical", "jsonld.bad_language", { value: cut(asText(tag), 80) });
  }
  return `@${tag.toLowerCase()}`;
}

/** A value that stands for itself. source: §8.2.2, step 6 */
export const jsonLiteral = (value) => `"${escape(canonicalText(value))}"^^<${RDF}JSON>`;

/** true or false. source: §8.2.2, step 8 */
export const booleanLiteral = (value, suffix) => `"${value}"${suffix || `^^<${XSD}boolean>`}`;

/**
 * A number; one that processors are known to write differently is refused.
 *
 * suffix:    "^^<datatype>", or "" for what the number itself suggests
 * isDouble:  the datatype is xsd:double, which whole numbers are then written as
 * source:    §8.2.2, steps 9–11
 */
export function numberLiteral(given, suffix, isDouble) {
  const value = numberOf(given);
  if (Number.isInteger(value)) {
    if (Math.abs(value) > LIMITS.integer) refuse("canonical", "jsonld.bad_number", { value: given });
    if (!isDouble) return `"${value === 0 ? 0 : value}"${suffix || `^^<${XSD}integer>`}`;
    if (value === 0) return `"0.0E0"${suffix}`;
  } else if (Math.abs(value) < SMALLEST || Math.abs(value) >= TOO_LARGE) {
    refuse("canonical", "jsonld.bad_number", { value: given });
  }
  const [mantissa, exponent] = sixteenDigits(value).split("e");
  const shown = mantissa.replace(/0+$/, "");
  return `"${shown}${shown.endsWith(".") ? "0" : ""}E${Number(exponent)}"${suffix || `^^<${XSD}double>`}`;
}

/** "%.15E" of C: ECMAScript rounds a tie up, and C to the even digit. */
function sixteenDigits(value) {
  const rounded = value.toExponential(15);
  const [digits, exponent] = value.toExponential(100).split("e");
  const isTie = /^5 0*$/.test(`${digits.at(-85)} ${digits.slice(-84)}`);
  const kept = digits.slice(0, -85);
  return isTie && "02468".includes(kept.at(-1)) ? `${kept}e${exponent}` : rounded;
}
