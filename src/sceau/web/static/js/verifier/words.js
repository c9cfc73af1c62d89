// Values of strangers' documents, put into the engine's sentences: dates as one says them, texts cut and made harmless.
import { DATES, REASONS } from "./catalogue.js";
import { Moment, partsOf } from "./moments.js";
import { asText, cut, isInteger, lengthOf } from "./values.js";

const LONGEST = 200; // characters of a stranger's text that a sentence still carries
// controls could move a terminal's cursor, bidirectional overrides turn a domain around, tags hide a text in another
const UNSAFE =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\p{Surrogate}\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A sentence inside a sentence: why something that was needed could not be had. */
export class Because {
  constructor(code, details) {
    this.code = code;
    this.details = details;
  }
}

/** Both languages of a reason's sentence, filled. code: of REASONS; details: what fills it */
export const message = (code, details) => ({ fr: inWords(code, details, "fr"), en: inWords(code, details, "en") });

/** A reason's sentence, without full stop; a capital first, unless it begins with a value. */
function inWords(code, details, language) {
  const said = sentence(code, details, language);
  const template = REASONS[code][language];
  const beginsWithValue = /^\{(\w+)\}/.test(template);
  const first = String.fromCodePoint(said.codePointAt(0) ?? 0x20);
  return beginsWithValue ? said : first.toUpperCase() + said.slice(first.length);
}

function sentence(code, details, language) {
  const fill = (_, name) => (name in details ? said(details[name], language) : "…");
  return REASONS[code][language].replace(/\{(\w+)\}/g, fill);
}

/** A text on one line, without controls, at most `limit` characters long. */
export function harmless(text, limit = LONGEST) {
  const shown = cut(text, limit + 1).replace(UNSAFE, "\ufffd");
  return lengthOf(shown) <= limit ? shown : `${cut(shown, limit - 1)}…`;
}

/** A date as one says it, and the time of day in UTC unless it is midnight. */
export function dateInWords(moment, language) {
  const { months, first, clock, digitsOfHour } = DATES[language];
  const { year, month, day, hour, minute } = partsOf(moment);
  const date = `${day === 1 ? first : day} ${months[month]} ${year}`;
  if (hour === 0 && minute === 0) return date;
  const shown = { hour: String(hour).padStart(digitsOfHour, "0"), minute: String(minute).padStart(2, "0") };
  return date + clock.replace(/\{(\w+)\}/g, (_, name) => shown[name]);
}

function said(value, language) {
  if (value instanceof Because) return sentence(value.code, value.details, language);
  if (value instanceof Moment) return dateInWords(value, language);
  if (typeof value === "string") return harmless(value);
  if (isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : "…";
  return harmless(asText(value));
}
