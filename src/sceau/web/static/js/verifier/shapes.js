// Small checks that make up a document's shape; each says nothing, or where and why it is not content.
//
// A check takes a value and returns the problems found in it, as [pointer relative to the value, code, details]; whoever
// called it puts its own name in front.
import { refusalOf } from "./errors.js";
import { parseDatetime } from "./moments.js";
import { asText, cut, isNumber, isObject, step } from "./values.js";

export const FINE = [];
export const ENOUGH = 100; // problems in one list: whoever wrote more wants to keep us busy

const FORBIDDEN_IN_URLS = /[\x00-\x20<>"{}|\\^`]/; // VC Data Model 2.0, §4.4
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:[^\n]/;
const LANGUAGE = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/; // Open Badges 3.0, LanguageCode
const LANGUAGE_OF_MAP = /^[a-z]{2}(-[A-Z]{2})?$/;
const DAY = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/;
const OWN_VALUE = /^ext:[A-Za-z0-9.|_-]/;

/** The same problems, seen from one level further out. */
export const under = (name, problems) => problems.map(([pointer, ...rest]) => [step(name) + pointer, ...rest]);

/** One problem, as the list that a check returns. */
export const problem = (code, pointer = "", details = {}) => [[pointer, code, details]];

/** The beginning of a value, for a sentence. */
export const shown = (value) => cut(asText(value), 80);

const unless = (isFine, code) => (value) => (isFine(value) ? FINE : problem(code, "", { value: shown(value) }));
const isString = (value) => typeof value === "string";
const isListOfStrings = (value) => Array.isArray(value) && value.length > 0 && value.every(isString);

export const anything = () => FINE;
export const string = unless(isString, "model.not_a_string");
export const number = unless(isNumber, "model.not_a_number");
export const boolean = unless((value) => typeof value === "boolean", "model.not_true_or_false");
export const day = unless((value) => isString(value) && DAY.test(value), "model.not_a_day");
export const language = unless((value) => isString(value) && LANGUAGE.test(value), "model.not_a_language");
export const token = unless((value) => isString(value) && TOKEN.test(value), "model.not_a_token");
export const anyType = unless((value) => (isString(value) && value) || isListOfStrings(value), "model.type_missing");

/** An absolute identifier. */
export function url(value) {
  if (!isString(value)) return problem("model.not_a_string");
  const isFine = SCHEME.test(value) && !FORBIDDEN_IN_URLS.test(value);
  return isFine ? FINE : problem("model.not_a_url", "", { value: shown(value) });
}

/** A dateTimeStamp. */
export function moment(value) {
  const [, refusal] = refusalOf(() => parseDatetime(value));
  return refusal ? problem(refusal.code, "", refusal.details) : FINE;
}

/** A text for people: a string, or a language map. */
export function text(value) {
  if (isString(value)) return FINE;
  if (!isObject(value) || !value.size || ![...value.values()].every(isString)) return problem("model.not_text");
  const tag = [...value.keys()].find((each) => !LANGUAGE_OF_MAP.test(each));
  return tag === undefined ? FINE : problem("model.not_a_language", step(tag), { value: shown(tag) });
}

/** The name or description of a credential. source: VC Data Model 2.0, §4.6 and §11.1 */
export function credentialText(value) {
  if (Array.isArray(value) && value.length) return many(languageValue)(value);
  return isObject(value) && value.has("@value") ? languageValue(value) : text(value);
}

function languageValue(value) {
  const isFine =
    isObject(value) &&
    isString(value.get("@value")) &&
    [...value.keys()].every((name) => ["@value", "@language", "@direction"].includes(name)) &&
    (!value.has("@language") || isString(value.get("@language"))) &&
    (!value.has("@direction") || ["ltr", "rtl"].includes(value.get("@direction")));
  return isFine ? FINE : problem("model.not_text");
}

/** One of these names, or a value of one's own that starts with ext:. */
export const choice = (names) =>
  unless((value) => isString(value) && (names.includes(value) || OWN_VALUE.test(value)), "model.not_in_the_list");

/** One of these names and nothing else. */
export const onlyOf = (names, code) => unless((value) => isString(value) && names.includes(value), code);

/** A type that is, or among others has, this name. alone: the type must be this one string */
export const typeIs = (name, alone = false) => (value) =>
  value === name || (!alone && isListOfStrings(value) && value.includes(name))
    ? FINE
    : problem("model.wrong_type", "", { expected: name, found: shown(value) });

/** One such value, or a list of them. */
export const many = (check) => (value) => {
  if (!Array.isArray(value)) return check(value);
  const found = [];
  for (const [at, item] of value.entries()) {
    found.push(...under(at, check(item)));
    if (found.length >= ENOUGH) break;
  }
  return found;
};

/**
 * An object whose members are checked one by one, then together.
 *
 * members:  name → check; a name that is not here is kept and not looked at, unless the shape is closed
 * rules:    what must hold between members
 */
export function shape(name, members, { required = [], closed = false, rules = [] } = {}) {
  return (value) => {
    if (!isObject(value)) return problem("model.not_an_object", "", { name });
    const found = [];
    for (const each of required) {
      if (!value.has(each)) found.push(...problem("model.missing", step(each), { name: each }));
    }
    for (const [each, item] of value) {
      if (Object.hasOwn(members, each)) found.push(...under(each, members[each](item)));
    }
    const extra = closed ? [...value.keys()].find((each) => !Object.hasOwn(members, each)) : undefined;
    if (extra !== undefined) found.push(...problem("model.unknown_member", step(extra), { name: shown(extra) }));
    for (const rule of rules) found.push(...rule(value));
    return found;
  };
}
