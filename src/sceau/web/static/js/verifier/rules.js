// The rules of a credential as a whole: VC Data Model 2.0 and 1.1, Open Badges 3.0 on either.
import { isBefore } from "./credential.js";
import { refusalOf } from "./errors.js";
import { VC_1_1, VC_2_0, firstContext, kindOf } from "./kinds.js";
import { parseDatetime } from "./moments.js";
import { ENDORSEMENT_SUBJECT, EVIDENCE, IMAGE, profileAndSubject } from "./open-badges.js";
import {
  ENOUGH, FINE, anyType, anything, credentialText, many, moment, problem, shape, shown, string, token, under, url,
} from "./shapes.js";
import { isInteger, isObject, listed, same } from "./values.js";

const OPEN_BADGES = ["", "-3.0.1", "-3.0.2", "-3.0.3"].map(
  (version) => `https://purl.imsglobal.org/spec/ob/v3p0/context${version}.json`,
);
const BITSTRING = "BitstringStatusListEntry";
const isString = (value) => typeof value === "string";
const STATUS_KINDS = {
  statusPurpose: isString,
  statusListIndex: (value) => isString(value) || isInteger(value), // 1EdTech's own sample has a number
  statusListCredential: isString,
  statusSize: isInteger,
};

// contexts and types

const contextStartsWith = (first, isOpenBadge) => (value) => {
  if (!Array.isArray(value) || !value.length) {
    const mayStandAlone = value === first && !isOpenBadge && first === VC_1_1; // VC Data Model 1.1, §4.1
    return mayStandAlone ? FINE : problem("model.context_not_a_list");
  }
  const found = [];
  if (value[0] !== first) {
    found.push(...problem("model.context_not_first", "/0", { expected: first, found: shown(value[0]) }));
  }
  if (isOpenBadge && !OPEN_BADGES.includes(value[1])) {
    const second = value.length > 1 ? shown(value[1]) : "—";
    found.push(...problem("model.context_not_second", "/1", { found: second }));
  }
  return [...found, ...many(contextItem)(value)];
};

const contextItem = (value) => (isString(value) || isObject(value) ? FINE : problem("model.context_item"));

/** A type list with VerifiableCredential and, when names are given, one of them. */
const typesInclude = (names) => (given) => {
  const value = isString(given) && !names.length ? [given] : given;
  const wrong = (expected) => problem("model.wrong_type", "", { expected, found: shown(value) });
  if (!Array.isArray(value) || !value.every(isString)) return wrong("VerifiableCredential");
  if (!value.includes("VerifiableCredential")) return wrong("VerifiableCredential");
  return names.length && !names.some((name) => value.includes(name)) ? wrong(names[0]) : FINE;
};

// members of every credential

/** VC Data Model 2.0, §4.7: one URL, or an object with a URL as its id. */
function issuer(value) {
  if (!isObject(value)) return isString(value) ? url(value) : problem("model.issuer_form");
  return value.has("id") ? under("id", url(value.get("id"))) : problem("model.missing", "/id", { name: "id" });
}

/** VC Data Model 2.0, §4.8: an object that says something. */
function plainSubject(value) {
  if (!isObject(value)) return problem("model.not_an_object", "", { name: "credentialSubject" });
  if (!value.size) return problem("model.empty");
  return value.has("id") ? under("id", url(value.get("id"))) : FINE;
}

const plainSubjects = (value) => (same(value, []) ? problem("model.empty") : many(plainSubject)(value));

/** Bitstring Status List 1.0, §2.1; the older StatusList2021Entry has the same members. */
function statusIndex(entry) {
  if (![BITSTRING, "StatusList2021Entry"].includes(entry.get("type"))) return FINE;
  const found = [];
  for (const name of ["statusPurpose", "statusListIndex", "statusListCredential"]) {
    if (!entry.has(name)) found.push(...problem("model.missing", `/${name}`, { name }));
  }
  const index = entry.get("statusListIndex") ?? null;
  if (isInteger(index)) found.push(...problem("model.status_index_not_text", "/statusListIndex", { value: index }));
  else if (index !== null && !(isString(index) && /^[0-9]+$/.test(index))) {
    found.push(...problem("model.status_index_not_a_number", "/statusListIndex", { value: shown(index) }));
  }
  if (entry.has("id") && same(entry.get("id"), entry.get("statusListCredential"))) {
    found.push(...problem("model.status_id_is_the_list", "/id"));
  }
  const size = entry.has("statusSize") ? entry.get("statusSize") : 1;
  return !isInteger(size) || size < 1 ? [...found, ...problem("model.status_size", "/statusSize")] : found;
}

/** One status or several, each written in the one way in which every reader finds what it says. */
const statuses = (entry) => (value) => {
  const found = [...many(entry)(value)];
  const names = new Set();
  for (const [at, one] of listed(value).entries()) {
    const where = Array.isArray(value) ? `/${at}` : "";
    if (isObject(one)) found.push(...writtenOtherwise(one).map(([pointer, ...rest]) => [where + pointer, ...rest]));
    const name = isObject(one) ? one.get("id") : null;
    if (isString(name) && names.has(name)) found.push(...problem("model.status_written_otherwise", where));
    if (isString(name)) names.add(name);
    if (found.length >= ENOUGH) break;
  }
  return found;
};

/** The members of a Bitstring entry that are not written as §2.1 writes them. */
function writtenOtherwise(entry) {
  const types = entry.get("type");
  if (types !== BITSTRING && !(Array.isArray(types) && types.includes(BITSTRING))) return FINE;
  const odd = Object.keys(STATUS_KINDS).filter((name) => entry.has(name) && !STATUS_KINDS[name](entry.get(name)));
  if (Array.isArray(types) && types.filter((type) => type === BITSTRING).length > 1) odd.push("type");
  const references = entry.has("statusReference") ? entry.get("statusReference") : "";
  if (!listed(references).every(isString)) odd.push("statusReference");
  const messages = entry.get("statusMessage");
  const isSound = (one) => isObject(one) && isString(one.get("status")) && isString(one.get("message"));
  const isNothing = !messages || messages.size === 0 || messages.value === 0;
  if (!isNothing && !listed(messages).every(isSound)) odd.push("statusMessage");
  return odd.flatMap((name) => problem("model.status_written_otherwise", `/${name}`));
}

/** VC Data Model 2.0, §5.3: each resource once, each with a digest. */
function resources(value) {
  const found = [...many(RELATED_RESOURCE)(value)];
  const seen = new Set();
  for (const [at, item] of (Array.isArray(value) ? value : []).entries()) {
    const name = isObject(item) ? item.get("id") : null;
    if (!isString(name)) continue;
    if (seen.has(name)) return [...found, ...problem("model.resource_twice", `/${at}/id`, { value: shown(name) })];
    seen.add(name);
  }
  return found;
}

const hasADigest = (resource) =>
  resource.has("digestSRI") || resource.has("digestMultibase") ? FINE : problem("model.resource_without_digest");

const endsAfterItStarts = (start, end) => (credential) => {
  if (!credential.has(start) || !credential.has(end)) return FINE;
  const [last, first] = [end, start].map((name) => refusalOf(() => parseDatetime(credential.get(name)))[0]);
  if (!first || !last || !isBefore(last, first)) return FINE;
  const details = { start: credential.get(start), end: credential.get(end) };
  return problem("model.ends_before_it_starts", `/${end}`, details);
};

/** VC Data Model 2.0, §4.9: its context does not define the names of 1.1, so no proof covers them. */
const noDatesOfTheOldModel = (credential) =>
  [["issuanceDate", "validFrom"], ["expirationDate", "validUntil"]].flatMap(([name, instead]) =>
    credential.has(name) ? problem("model.date_of_the_old_model", `/${name}`, { name, instead }) : FINE,
  );

const RELATED_RESOURCE = shape(
  "relatedResource",
  { id: url, digestSRI: string, digestMultibase: many(string), mediaType: string },
  { required: ["id"], rules: [hasADigest] },
);
const TYPED = { id: url, type: anyType };
const STATUS = shape("credentialStatus", TYPED, { required: ["type"], rules: [statusIndex] });
const PROOF = shape(
  "proof",
  {
    type: string, created: moment, cryptosuite: string, challenge: string, domain: many(string), nonce: string,
    proofPurpose: string, proofValue: string, verificationMethod: string,
  },
  { required: ["type"] },
);
const COMMON = {
  id: url, name: credentialText, description: credentialText, proof: many(PROOF), relatedResource: resources,
};
const PLAIN = {
  ...COMMON,
  issuer,
  credentialSubject: plainSubjects,
  credentialStatus: statuses(STATUS),
  credentialSchema: many(shape("credentialSchema", TYPED, { required: ["id", "type"] })),
  refreshService: many(shape("refreshService", TYPED, { required: ["type"] })),
  termsOfUse: many(shape("termsOfUse", TYPED, { required: ["type"] })),
  evidence: many(shape("evidence", TYPED, { required: ["type"] })),
};
const DATES_2 = { validFrom: moment, validUntil: moment };
const DATES_1 = { issuanceDate: moment, expirationDate: moment, ...DATES_2 };
const RULES_2 = [endsAfterItStarts("validFrom", "validUntil"), noDatesOfTheOldModel];
const RULES_1 = [endsAfterItStarts("issuanceDate", "expirationDate"), endsAfterItStarts("validFrom", "validUntil")];

// Open Badges narrows: one string as type, and an id where VC has none to ask
const OB_TYPED = { id: url, type: string };
const OB_STATUS = shape("credentialStatus", OB_TYPED, { required: ["type"], rules: [statusIndex] });
const OB_REFRESH = shape("refreshService", OB_TYPED, { required: ["id", "type"] });

/** An endorsement inside something else, on the data model that its own context names. */
const endorsement = (value) =>
  (isObject(value) && firstContext(value) === VC_1_1 ? EMBEDDED_ENDORSEMENT_1 : EMBEDDED_ENDORSEMENT_2)(value);
const { profile, subject } = profileAndSubject(endorsement);

const OPEN_BADGE = {
  ...COMMON,
  issuer: (value) => (isString(value) ? url(value) : profile(value)),
  image: IMAGE,
  awardedDate: moment,
  endorsement: many(endorsement),
  endorsementJwt: many(token),
  evidence: many(EVIDENCE),
  credentialSchema: many(shape("credentialSchema", OB_TYPED, { required: ["id", "type"] })),
  termsOfUse: many(shape("termsOfUse", OB_TYPED, { required: ["type"] })),
  credentialStatus: statuses(OB_STATUS),
  refreshService: many(OB_REFRESH),
};
const ACHIEVEMENT = {
  ...OPEN_BADGE,
  credentialSubject: (value) => (Array.isArray(value) ? problem("model.subject_not_one") : subject(value)),
};
const ENDORSEMENT = {
  ...OPEN_BADGE, image: anything, endorsement: anything, endorsementJwt: anything, credentialSubject: ENDORSEMENT_SUBJECT,
};
const EMBEDDED = { ...ENDORSEMENT, credentialStatus: OB_STATUS, refreshService: OB_REFRESH };
const BADGE_TYPES = ["OpenBadgeCredential", "AchievementCredential"];
const ENDORSEMENT_TYPES = ["EndorsementCredential"];

function credential(members, types, first, required) {
  const isOld = first === VC_1_1;
  return shape(
    "VerifiableCredential",
    {
      "@context": contextStartsWith(first, types.length > 0),
      type: typesInclude(types),
      ...members,
      ...(isOld ? DATES_1 : DATES_2),
    },
    {
      required: ["@context", "type", "issuer", "credentialSubject", ...required],
      rules: isOld ? RULES_1 : RULES_2,
    },
  );
}

const BADGE_2 = credential(ACHIEVEMENT, BADGE_TYPES, VC_2_0, ["id", "validFrom"]);
const BADGE_1 = credential(ACHIEVEMENT, BADGE_TYPES, VC_1_1, ["id", "issuanceDate"]);
const ENDORSEMENT_2 = credential(ENDORSEMENT, ENDORSEMENT_TYPES, VC_2_0, ["id", "name", "validFrom"]);
const ENDORSEMENT_1 = credential(ENDORSEMENT, ENDORSEMENT_TYPES, VC_1_1, ["id", "name", "issuanceDate"]);
const EMBEDDED_ENDORSEMENT_2 = credential(EMBEDDED, ENDORSEMENT_TYPES, VC_2_0, ["id", "name", "validFrom"]);
const EMBEDDED_ENDORSEMENT_1 = credential(EMBEDDED, ENDORSEMENT_TYPES, VC_1_1, ["id", "name", "issuanceDate"]);
const PLAIN_2 = credential(PLAIN, [], VC_2_0, []);
const PLAIN_1 = credential(PLAIN, [], VC_1_1, ["issuanceDate"]);

/** Everything that is wrong with a credential's form, as [pointer, code, details]. */
export function faults(document) {
  const isOld = firstContext(document) === VC_1_1;
  switch (kindOf(document)) {
    case "ob3":
      return BADGE_2(document);
    case "ob3-vc11":
      return BADGE_1(document);
    case "endorsement":
      return (isOld ? ENDORSEMENT_1 : ENDORSEMENT_2)(document);
    default:
      return (isOld ? PLAIN_1 : PLAIN_2)(document);
  }
}
