// Credentials as JWTs: VC-JOSE-COSE (`vc+jwt`), the Open Badges 3.0 profile, and the claim `vc` of data model 1.1.
//
// source:  RFC 7515 §4.1, §5.2; RFC 8725 §3.1, §3.2; VC-JOSE-COSE §3.1, §4.1; Open Badges 3.0 §8.2; VC Data Model 1.1 §6.3.1
import { LIMITS } from "./catalogue.js";
import { decodeBase64url } from "./encodings.js";
import { refuse, refusalOf } from "./errors.js";
import { KEY_OF_JOSE } from "./keys.js";
import { Moment, formatDatetime, readStamp } from "./moments.js";
import { parseObject } from "./strict-json.js";
import { cut, isNumber, isObject, listed, member, numberOf, otherwise } from "./values.js";

export const VC_JWT = "vc+jwt";
const OPEN_BADGES = "openbadges";
const KINDS = ["", "jwt", "vc+jwt", "vp+jwt", "vc+ld+jwt", "vp+ld+jwt", "vc-ld+jwt", "vp-ld+jwt"];
const CONTENTS = ["", "vc", "vp", "vc+ld+json", "vp+ld+json", "json", "ld+json"];
const VC_1_1 = "https://www.w3.org/2018/credentials/v1";
const BADGES = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"];
const DATES = { nbf: ["validFrom", "issuanceDate"], exp: ["validUntil", "expirationDate"] };
const LATEST = 253_402_214_400; // 9999-12-31, in seconds

/**
 * The credential in a JWT and what its signature covers, not yet verified:
 * {profile, document, header, payload, signingInput, signature}. Throws "proof", "suite", "json".
 *
 * profile:  "vc+jwt"; "openbadges": `typ` is JWT; "vc-1.1": the credential was inside the claim `vc`
 */
export function readJwt(token) {
  const parts = readParts(token);
  const { header, payload } = parts;
  const kind = kindIn(header, "typ", KINDS);
  const content = kindIn(header, "cty", CONTENTS);
  const isWrapped = payload.has("vc") || payload.has("vp");
  if (isWrapped) return { profile: "vc-1.1", document: unwrapped(payload, kind), ...parts };
  refuseOtherUse(payload, { typ: kind, cty: content });
  refuseDifferingClaims(payload, payload, kind === "jwt");
  if (kind === "jwt" && texts(payload.get("type")).some((type) => BADGES.includes(type))) refuseMissingClaims(payload);
  return { profile: kind === "jwt" ? OPEN_BADGES : VC_JWT, document: payload, ...parts };
}

/** Check the signature with a key that the issuer publishes. Throws "proof", "unsupported". */
export async function verifyJwt(jwt, key) {
  const algorithm = jwt.header.get("alg");
  if (KEY_OF_JOSE.get(algorithm) !== key.algorithm) {
    refuse("proof", "proof.key_does_not_fit", { found: key.algorithm, suite: algorithm });
  }
  if (!(await key.verifies(jwt.signature, jwt.signingInput))) refuse("proof", "proof.wrong_signature");
}

function readParts(token) {
  if (token.length > LIMITS.token) refuse("proof", "jwt.too_long", { size: token.length, limit: LIMITS.token });
  const parts = token.split(".");
  if (parts.length !== 3 || parts[0].length > LIMITS.header) refuse("proof", "jwt.not_a_jwt");
  const header = parseObject(decoded(parts[0]));
  checkHeader(header);
  const [payload, signature] = [decoded(parts[1]), decoded(parts[2])];
  const signingInput = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  return { header, payload: parseObject(payload), signingInput, signature };
}

function decoded(part) {
  const [data, refusal] = refusalOf(() => decodeBase64url(part));
  return refusal ? refuse("proof", "jwt.not_a_jwt") : data;
}

function checkHeader(header) {
  const algorithm = header.get("alg");
  if (typeof algorithm !== "string") refuse("proof", "jwt.malformed_header", { member: "alg" });
  if (algorithm.toLowerCase() === "none") refuse("proof", "jwt.unsigned");
  if (!KEY_OF_JOSE.has(algorithm)) refuse("suite", "jwt.unknown_algorithm", { found: cut(algorithm, 80) });
  for (const name of ["crit", "b64", "zip", "enc"]) {
    if (header.has(name)) refuse("proof", "jwt.critical_header", { found: name });
  }
  for (const [name, fits] of [["kid", isText], ["typ", isText], ["cty", isText], ["jwk", isObject]]) {
    if (header.has(name) && !fits(header.get(name))) refuse("proof", "jwt.malformed_header", { member: name });
  }
}

const isText = (value) => typeof value === "string";

/** The media type in `typ` or `cty`, lower case, without "application/" (RFC 7515 §4.1.9). */
function kindIn(header, name, known) {
  const kind = (header.get(name) ?? "").toLowerCase().replace(/^application\//, "");
  if (!known.includes(kind)) refuse("proof", "jwt.unknown_kind", { member: name, found: cut(kind, 80) });
  return kind;
}

/** What was signed to present is no credential, and what was signed to attest presents nobody. */
function refuseOtherUse(document, told) {
  const other = texts(document.get("type")).includes("VerifiablePresentation") ? "vc" : "vp";
  for (const [name, kind] of Object.entries(told)) {
    if (kind.startsWith(other)) refuse("proof", "jwt.unknown_kind", { member: name, found: kind });
  }
}

/** The document inside the claim `vc`, which only VC Data Model 1.1 allows. */
function unwrapped(payload, kind) {
  const document = payload.get("vc");
  const claim = payload.has("vc") ? "vc" : "vp";
  const isAllowed = claim === "vc" && ["", "jwt"].includes(kind) && isObject(document) && !payload.has("@context");
  if (!isAllowed) refuse("proof", "jwt.wrapped", { claim }, `/${claim}`);
  if (texts(document.get("@context"))[0] !== VC_1_1) refuse("proof", "jwt.wrapped", { claim: "vc" }, "/vc");
  refuseDifferingClaims(payload, document, true);
  return documentOfVcClaim(payload, document);
}

/** Check that no claim says something else than the document. dates: also nbf and exp */
function refuseDifferingClaims(claims, document, dates) {
  const differs = (claim, found, expected) =>
    refuse("proof", "jwt.claim_differs", { claim, found, expected }, `/${claim}`);
  for (const claim of ["iss", "sub", "jti"]) {
    if (!claims.has(claim)) continue;
    const expected = identifierIn(document, claim);
    if (!isText(claims.get(claim))) refuse("proof", "jwt.malformed_claim", { claim }, `/${claim}`);
    if (expected !== null && claims.get(claim) !== expected) differs(claim, claims.get(claim), expected);
  }
  for (const [claim, fields] of Object.entries(DATES)) {
    if (!claims.has(claim)) continue;
    const [said, seconds] = [numericDate(claims, claim), secondsIn(document, fields)];
    if (dates && seconds !== null && said !== seconds) differs(claim, said, seconds);
  }
}

/** Check that an Open Badge bears the claims that its own fields give. source: Open Badges 3.0, §8.2.4.1 */
function refuseMissingClaims(document) {
  const missing = (claim) => refuse("proof", "jwt.missing_claim", { claim }, `/${claim}`);
  for (const claim of ["iss", "sub", "jti"]) {
    if (!document.has(claim) && identifierIn(document, claim) !== null) missing(claim);
  }
  for (const [claim, fields] of Object.entries(DATES)) {
    if (!document.has(claim) && secondsIn(document, fields) !== null) missing(claim);
  }
}

/** The credential of a VC 1.1 JWT: what stands in `vc`, completed by the claims. */
function documentOfVcClaim(claims, document) {
  const whole = new Map(document);
  const withId = (value, name) => (isObject(value) ? new Map([["id", name], ...value]) : value);
  if (claims.has("jti") && !whole.has("id")) whole.set("id", claims.get("jti"));
  const issuer = claims.get("iss");
  if (claims.has("iss")) whole.set("issuer", withId(otherwise(whole.get("issuer"), issuer), issuer));
  if (claims.has("sub")) {
    whole.set("credentialSubject", withId(otherwise(whole.get("credentialSubject"), new Map()), claims.get("sub")));
  }
  for (const [claim, [, field]] of Object.entries(DATES)) {
    if (claims.has(claim) && !whole.has(field)) {
      whole.set(field, formatDatetime(new Moment(BigInt(numericDate(claims, claim)) * 1_000_000n)));
    }
  }
  return whole;
}

/** What the document says about the claim iss, sub or jti; null when it says nothing. */
function identifierIn(document, claim) {
  let value;
  if (claim === "jti") value = document.get("id");
  else if (claim === "iss") value = otherwise(document.get("issuer"), document.get("holder"));
  else {
    value = document.get("credentialSubject");
    if (Array.isArray(value)) value = value.length === 1 ? value[0] : null;
  }
  const name = isObject(value) ? member(value, "id") : value;
  return isText(name) ? name : null;
}

/** The date in one of the fields as seconds since 1970, fractions left out; null when there is none. */
function secondsIn(document, fields) {
  const field = fields.find((name) => document.has(name));
  const moment = field === undefined ? null : readStamp(document.get(field));
  if (moment === null) return null;
  const seconds = moment.us / 1_000_000n;
  return Number(moment.us < 0n && moment.us % 1_000_000n ? seconds - 1n : seconds);
}

/** A NumericDate (RFC 7519 §2) in whole seconds. */
function numericDate(claims, claim) {
  const value = numberOf(claims.get(claim));
  if (!isNumber(claims.get(claim)) || Math.abs(value) > LATEST) {
    refuse("proof", "jwt.malformed_claim", { claim }, `/${claim}`);
  }
  return Math.floor(value);
}

const texts = (value) => listed(value).filter(isText);
