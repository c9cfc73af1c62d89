// What a credential says, as a reader sees it; judges nothing and refuses nothing.
import { kindOf, typesOf } from "./kinds.js";
import { refusalOf } from "./errors.js";
import { formatDatetime, parseDatetime } from "./moments.js";
import { asList, isObject, member } from "./values.js";

/**
 * The view of a credential of data model 1.1 or 2.0; a part that is missing or cannot be read is null:
 * {kind, id, types, issuerId, issuerName, validFrom, validUntil, name, subjectId, holderName, document}.
 */
export function readCredential(document, language = "fr") {
  const kind = kindOf(document);
  const issuer = document.get("issuer");
  const subject = firstObject(document.get("credentialSubject"));
  const achievement = subject && firstObject(subject.get("achievement"));
  const isOld = kind === "ob3-vc11" || kind === "vc11" || document.has("issuanceDate");
  const start = document.has("validFrom") ? document.get("validFrom") : isOld ? document.get("issuanceDate") : null;
  const hasOldEnd = isOld && document.has("expirationDate");
  const name = document.get("name");
  return {
    kind,
    id: string(document.get("id")),
    types: typesOf(document),
    issuerId: string(isObject(issuer) ? issuer.get("id") : issuer),
    issuerName: isObject(issuer) ? plainText(issuer.get("name"), language) : null,
    validFrom: moment(start),
    validUntil: hasOldEnd ? earlierEnd(document) : moment(document.get("validUntil")),
    name: plainText(achievement && isNothing(name) ? achievement.get("name") : name, language),
    subjectId: subject && string(subject.get("id")),
    holderName: subject && holderName(subject),
    document,
  };
}

/** What it says of itself, as other programs read it. */
export function asJson(said) {
  return {
    kind: said.kind,
    id: said.id,
    type: said.types,
    name: said.name,
    issuer: { id: said.issuerId, name: said.issuerName },
    holder: { id: said.subjectId, name: said.holderName },
    validFrom: said.validFrom && formatDatetime(said.validFrom),
    validUntil: said.validUntil && formatDatetime(said.validUntil),
  };
}

/** The objects under a member that may hold one or many. */
export const objectsIn = (document, name) => asList(document.get(name)).filter(isObject);

/** Whether the first of two moments comes before the other. */
export const isBefore = (one, other) => one.us < other.us;

function holderName(subject) {
  for (const identity of objectsIn(subject, "identifier")) {
    if (identity.get("identityType") === "name" && identity.get("hashed") === false) {
      return string(identity.get("identityHash"));
    }
  }
  return plainText(subject.get("name"), "fr");
}

/** The words of a text in a language, or in English, or in whatever there is; null when there are none. */
function plainText(value, language) {
  if (typeof value === "string") return value || null;
  if (isObject(value)) {
    if (value.has("@value")) return string(value.get("@value"));
    return preferred([...value].filter(([, words]) => typeof words === "string"), language);
  }
  return Array.isArray(value) ? preferred(tagged(value), language) : null;
}

function tagged(values) {
  const found = new Map();
  for (const item of [...values].reverse()) {
    // so that the first of a language is the one kept
    if (typeof item === "string") found.set("", item);
    else if (isObject(item) && typeof item.get("@value") === "string") {
      found.set(String(item.get("@language") ?? (item.has("@language") ? "None" : "")), item.get("@value"));
    }
  }
  return [...found];
}

function preferred(words, language) {
  for (const wanted of [language, "en", "fr"]) {
    const found = words.find(([tag]) => tag === wanted || tag.toLowerCase().startsWith(`${wanted}-`));
    if (found) return found[1];
  }
  return words.length ? words[0][1] : null;
}

function firstObject(value) {
  const found = Array.isArray(value) ? value[0] : value;
  return isObject(found) ? found : null;
}

const string = (value) => (typeof value === "string" ? value : null);
const isNothing = (value) => !value || value.length === 0 || value.size === 0;

function moment(value) {
  return value === null || value === undefined ? null : (refusalOf(() => parseDatetime(value))[0] ?? null);
}

/** The end of data model 1.1; of a credential that also has the name of 2.0, the earlier of both. */
function earlierEnd(document) {
  const ends = ["expirationDate", "validUntil"].map((name) => moment(member(document, name))).filter(Boolean);
  return ends.length ? ends.reduce((one, other) => (isBefore(other, one) ? other : one)) : null;
}
