// A credential that comes with its own documents: what they are worth, and what they are not. Whoever hands over a
// bundle may have written all of it: a key that only the bundle shows is nobody's until the reader has confirmed it.
import { LIMITS } from "../verifier/catalogue.js";
import { ASSERTION, DID_WEB, urlOfDidWeb, verificationMethods } from "../verifier/controller.js";
import { readCredential } from "../verifier/credential.js";
import { decodeBase64url, encodeBase58 } from "../verifier/encodings.js";
import { refuse, refusalFrom, refusalOf } from "../verifier/errors.js";
import { canonicalBytes } from "../verifier/jcs.js";
import { momentOf, parseDatetime } from "../verifier/moments.js";
import { openAnything } from "../verifier/opening.js";
import { PASSED, Report, inOrder, note, passed, unknown } from "../verifier/report.js";
import { parseObject } from "../verifier/strict-json.js";
import { isObject, listed } from "../verifier/values.js";
import { reportOf } from "../verifier/verify.js";

const KEY = /\bz[1-9A-HJ-NP-Za-km-z]{40,90}\b/g;
const MOST_CONFIRMED = 50;
const MOST_SHOWN = 10; // keys, in the notes of a report
const STATE = ["status", "revocation", "suspension", "replacement"];
const CODECS = { Ed25519: [0xed, 0x01], "P-256": [0x80, 0x24], "P-384": [0x81, 0x24] };
/** Nobody is asked. */
export const OFFLINE = async (url) => refuse("reach", "elsewhere.offline", { url });

/**
 * The public keys that stand in a text, written as `publicKeyMultibase`: a page that somebody copied will do. Of a DID
 * document, or of all keys of an institution, not those that were withdrawn because others may have them.
 */
export function keysIn(text) {
  const [document] = refusalOf(() => parseObject(text, LIMITS.bundle));
  const told = document ? methodsIn(document).map((each) => String(each.get("publicKeyMultibase"))).join("\n") : text;
  return [...new Set((told.match(KEY) ?? []).slice(0, MOST_CONFIRMED))];
}

const methodsIn = (document) =>
  listed(document.get("verificationMethod") ?? document.get("keys") ?? []).filter((each) => isObject(each) && !each.has("revoked"));

/** The keys that the bundle says are its issuer's, [{id, key}], to be compared with those that are published. */
export function shownKeys(bundle) {
  const body = bundle.documents.get(placeOfKeys(issuerIn(bundle)));
  const [methods] = body ? refusalOf(() => verificationMethods(parseObject(body))) : [];
  const seen = new Map();
  for (const method of methods ?? []) {
    const key = nameOf(method.key);
    if (key && !seen.has(key)) seen.set(key, { id: method.id, key });
  }
  return [...seen.values()];
}

/**
 * Judge the credential of a bundle. What servers say goes before what came with it.
 *
 * bundle:     of `readBundle`
 * options:    those of `verify`; `reach` asks nobody when it is not given
 * confirmed:  keys that the reader knows to be the issuer's, as `publicKeyMultibase`
 * returns:    a Report
 */
export async function reportOnHanded(bundle, options = {}) {
  const { confirmed = [], now = new Date(), at = now, reach = OFFLINE, ...rest } = options;
  const issuer = issuerIn(bundle);
  const resources = bundle.resources.size ? Object.fromEntries(bundle.resources) : rest.resources ?? {};
  const ask = (way, moment = now) => reportOf(bundle.credential, { ...rest, resources, now: moment, at, reach: way.ask });
  let way = new Way(reach, believed(bundle, issuer));
  let report = await ask(way);
  const place = placeOfKeys(issuer);
  const notes = [];
  let isKnown = true;
  if (way.used.has(place)) {
    const cut = way.withKeys(place, confirmed);
    const again = confirmed.length ? await ask(cut) : null;
    isKnown = again?.authenticity === PASSED;
    if (isKnown) [report, way] = [again, cut];
    if (confirmed.length) notes.push(note(isKnown ? "handed.confirmed" : "handed.not_confirmed"));
  }
  report = await withStateOfTheDay(report, way, momentOf(now), (moment) => ask(way, moment));
  if (way.used.has(place) && isKnown) {
    report = changed(report, { checks: report.checks.map((check) => confirmedBy(check, issuer)) });
  }
  if (!isKnown) {
    report = changed(report, { checks: report.checks.map((check) => doubted(check, issuer, bundle.madeAt)) });
    notes.push(...shownKeys(bundle).slice(0, MOST_SHOWN).map(({ key }) => note("handed.shown_key", "", { key })));
  }
  if (!way.used.size) return report;
  return changed(report, { notes: [note("handed.documents", "", { at: bundle.madeAt }), ...notes, ...report.notes] });
}

/** A way that asks the servers first; what they do not give comes from the bundle. used: what it answered for */
class Way {
  constructor(reach, documents) {
    Object.assign(this, { reach, documents, used: new Set(), answers: new Map() });
    this.ask = (url, accept) => {
      if (!this.answers.has(url)) this.answers.set(url, this.answer(url, accept));
      return this.answers.get(url);
    };
  }

  async answer(url, accept) {
    if (!this.documents.has(url)) return this.reach(url, accept);
    const [answer] = await refusalFrom(() => this.reach(url, accept));
    if (answer?.status === 200) return answer;
    this.used.add(url);
    return { url, status: 200, body: this.documents.get(url) };
  }

  /** The same way, on which the issuer has the confirmed keys only. */
  withKeys(url, confirmed) {
    return new Way(this.reach, new Map(this.documents).set(url, only(this.documents.get(url), confirmed)));
  }
}

/** The documents that answer for this credential: of its issuer and of its status lists, not of anybody else. */
function believed(bundle, issuer) {
  const places = new Set([placeOfKeys(issuer)]);
  for (const entry of listed(documentIn(bundle).get("credentialStatus") ?? [])) {
    const url = isObject(entry) ? entry.get("statusListCredential") : null;
    if (typeof url === "string") places.add(url).add(`${url}/notices`);
  }
  return new Map([...bundle.documents].filter(([url]) => places.has(url)));
}

/** The report, in which a list that came with the bundle tells of the day on which its issuer signed it. */
async function withStateOfTheDay(report, way, now, ask) {
  const found = [...way.used].map((url) => signedAt(way.documents.get(url))).filter((moment) => moment !== null);
  if (!found.length) return report;
  const at = found.reduce((one, other) => (other.us < one.us ? other : one));
  const last = found.reduce((one, other) => (other.us > one.us ? other : one));
  const hasLapsed = report.checks.some((check) => check.code === "status.lapsed");
  if (!hasLapsed || last.us > now.us) {
    return changed(report, { notes: [note("handed.status_as_of", "", { at }), ...report.notes] });
  }
  const then = (await ask(last)).checks.filter((check) => STATE.includes(check.id));
  if (then.some((check) => check.id === "status" && check.outcome !== PASSED)) return report;
  const others = report.checks.filter((check) => !STATE.includes(check.id));
  const kept = then.filter((check) => check.id !== "status");
  return changed(report, { checks: inOrder([...others, ...kept, unknown("status", "handed.status", { at })]) });
}

/** A key that only the bundle shows is nobody's. */
function doubted(check, issuer, at) {
  if (check.outcome !== PASSED) return check;
  if (check.id === "key") return unknown("key", "handed.key", { issuer, at });
  return check.id === "issuer" ? unknown("issuer", "handed.issuer", { issuer }) : check;
}

/** Nothing is said of a site that nobody asked. */
function confirmedBy(check, issuer) {
  if (check.outcome !== PASSED) return check;
  if (check.id === "key") return passed("key", "handed.confirmed_key");
  return check.code === "issuer.by_domain" ? passed("issuer", "handed.confirmed_issuer", { issuer }) : check;
}

/** The DID document with the confirmed keys and no other; what cannot be read has none. */
function only(body, confirmed) {
  const [document, refusal] = refusalOf(() => parseObject(body));
  const [methods, isNone] = refusal ? [null, refusal] : refusalOf(() => verificationMethods(document));
  if (refusal || isNone) return new TextEncoder().encode("{}");
  const kept = methods.filter((method) => confirmed.includes(nameOf(method.key))).map((method) => method.id);
  for (const member of ["verificationMethod", ASSERTION]) {
    document.set(member, listed(document.get(member) ?? []).filter((each) => kept.includes(idOf(each, document))));
  }
  return canonicalBytes(document);
}

function idOf(entry, document) {
  const name = isObject(entry) ? entry.get("id") : entry;
  if (typeof name !== "string") return "";
  return name.startsWith("#") ? `${document.get("id")}${name}` : name;
}

/** The publicKeyMultibase of a key; "" of a kind that has none. source: Controlled Identifiers 1.0, §2.2.2 "Multikey" */
function nameOf({ algorithm, jwk }) {
  if (!Object.hasOwn(CODECS, algorithm)) return "";
  const raw = jwk.y ? [2 + (decodeBase64url(jwk.y).at(-1) & 1), ...decodeBase64url(jwk.x)] : decodeBase64url(jwk.x);
  return `z${encodeBase58(Uint8Array.from([...CODECS[algorithm], ...raw]))}`;
}

/** The credential as data; nothing of what is none. */
function documentIn(bundle) {
  const [opened] = refusalOf(() => openAnything(bundle.credential));
  return opened?.kind === "credential" ? opened.document : new Map();
}

const issuerIn = (bundle) => readCredential(documentIn(bundle)).issuerId ?? "";

/** The address under which an issuer publishes its keys, as its identifier says; "" where it is malformed. */
export function placeOfKeys(issuer) {
  return issuer.startsWith(DID_WEB) ? refusalOf(() => urlOfDidWeb(issuer))[0] ?? "" : issuer;
}

/** Since when a status list speaks; null for any other document. */
function signedAt(body) {
  const [opened] = refusalOf(() => openAnything(body));
  if (!opened?.document.has("credentialSubject")) return null;
  return refusalOf(() => parseDatetime(opened.document.get("validFrom")))[0] ?? null;
}

const changed = ({ checks, notes, credential, parts }, members) =>
  new Report(members.checks ?? checks, members.notes ?? notes, credential, parts);
