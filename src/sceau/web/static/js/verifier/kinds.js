// What a document is, so that a person can be told; nothing is judged here.
import { asText, member } from "./values.js";

export const VC_2_0 = "https://www.w3.org/ns/credentials/v2";
export const VC_1_1 = "https://www.w3.org/2018/credentials/v1";
export const CREDENTIALS = ["ob3", "ob3-vc11", "endorsement", "clr", "edc", "status-list", "vc", "vc11"];

const BADGE = ["OpenBadgeCredential", "AchievementCredential"];
const ENVELOPES = ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"];
const BY_CREDENTIAL_TYPE = [
  ["EndorsementCredential", "endorsement"],
  ["ClrCredential", "clr"],
  ["EuropeanDigitalCredential", "edc"],
  ["BitstringStatusListCredential", "status-list"],
  ["StatusList2021Credential", "status-list"],
];
const BY_TYPE = new Map([
  ["VerifiablePresentation", "presentation"],
  ["Assertion", "ob2"],
  ["BadgeClass", "ob2-badge"],
  ["Issuer", "ob2-issuer"],
  ["RevocationList", "ob2-revocations"],
  ["CryptographicKey", "ob2-key"],
  ["Profile", "profile"],
  ["Achievement", "achievement"],
]);
const PRIVATE = ["secretKeyMultibase", "privateKeyMultibase", "secretKeyJwk", "privateKeyJwk", "privateKeyPem"];

/** The types that a document gives itself, whatever their form. */
export function typesOf(document) {
  const found = document.has("type") ? document.get("type") : document.get("@type");
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

/** The first entry of `@context`, or the only one. */
export function firstContext(document) {
  const found = document.get("@context");
  return Array.isArray(found) ? found[0] : found;
}

/** A key of KINDS. Looks at shapes only: a badge with faults is still a badge. */
export function kindOf(document) {
  const types = typesOf(document);
  const hasType = (names) => names.some((name) => types.includes(name));
  if (types.includes("VerifiableCredential") || document.has("credentialSubject") || hasType(BADGE)) {
    return kindOfCredential(document, types);
  }
  if (hasType(ENVELOPES)) return "enveloped";
  const name = types.find((each) => BY_TYPE.has(each));
  if (name === undefined) return kindByMembers(document);
  return (name === "Assertion" && isBadge1(document) && "ob1") || BY_TYPE.get(name);
}

function kindOfCredential(document, types) {
  const isOld = firstContext(document) === VC_1_1;
  const badge = isOld ? "ob3-vc11" : "ob3";
  if (BADGE.some((name) => types.includes(name))) return badge;
  const known = BY_CREDENTIAL_TYPE.find(([name]) => types.includes(name));
  if (known) return known[1];
  const subject = document.get("credentialSubject");
  if (subject instanceof Map && typesOf(subject).includes("AchievementSubject")) return badge;
  return isOld ? "vc11" : "vc";
}

/** Whether it has one of the shapes before 2.0. */
function isBadge1(document) {
  const isFirst = typeof document.get("recipient") === "string" || document.has("verify") || document.has("uid");
  return (isFirst || firstContext(document) === "https://w3id.org/openbadges/v1") && !document.has("verification");
}

function kindByMembers(document) {
  const has = (name) => document.has(name);
  if (has("recipient") && has("badge")) return isBadge1(document) ? "ob1" : "ob2";
  if (PRIVATE.some(has) || (has("kty") && has("d"))) return "private-key";
  if (Array.isArray(member(document, "verificationMethod")) || has("assertionMethod")) return "controller";
  if (["publicKeyMultibase", "publicKeyJwk", "kty", "keys"].some(has)) return "public-key";
  if (has("payload") && (has("signatures") || has("signature"))) return "sealed-json";
  if (has("vct")) return "sd-jwt";
  const schema = has("schema") ? asText(document.get("schema")) : "";
  if (schema.startsWith("sceau.")) return schema.startsWith("sceau.annex1/") ? "annex-1" : "design";
  return "unknown";
}
