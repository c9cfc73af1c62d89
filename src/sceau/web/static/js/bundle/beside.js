// A credential that comes alone, and documents that were brought beside it: its issuer's keys, or bundles of others.
// What lies beside proves no more than what lies in a bundle, and what came with others can make it intact, never false.
import { LIMITS } from "../verifier/catalogue.js";
import { ASSERTION } from "../verifier/controller.js";
import { objectsIn, readCredential } from "../verifier/credential.js";
import { refusalOf } from "../verifier/errors.js";
import { canonicalBytes } from "../verifier/jcs.js";
import { kindOf } from "../verifier/kinds.js";
import { openAnything } from "../verifier/opening.js";
import { Check, FAILED, PASSED, Report, UNKNOWN, note } from "../verifier/report.js";
import { parseObject } from "../verifier/strict-json.js";
import { asText } from "../verifier/values.js";
import { reportOf } from "../verifier/verify.js";
import { OFFLINE, placeOfKeys, reportOnHanded } from "./handed.js";

const MOST_TRIED = 10; // sets of documents, and keys, for one credential
const SHOWN = { "handed.documents": "beside.documents", "handed.shown_key": "beside.shown_key" };

/** The document of an issuer's keys, as a Map of bytes by the address where it says that it is; null for anything else. */
export function keysDocument(data) {
  const [document] = refusalOf(() => parseObject(data, LIMITS.bundle));
  const name = document?.get("id");
  const place = typeof name === "string" && kindOf(document) === "controller" ? placeOfKeys(name) : "";
  return place ? new Map([[place, data]]) : null;
}

/** Whom a credential names as its issuer; "" where it names nobody, or is none. */
export function issuerOf(content) {
  const opened = credentialIn(content);
  return opened ? readCredential(opened.document).issuerId ?? "" : "";
}

/**
 * Judge a credential whose key is not in it.
 *
 * own:      documents (Maps of bytes by address) brought with this credential and no other
 * seen:     those that came with others
 * options:  those of `reportOnHanded`
 * returns:  a Report
 */
export async function reportBeside(content, { own = [], seen = [] }, options = {}) {
  const { confirmed = [], reach = OFFLINE, ...rest } = options;
  const plain = await reportOf(content, { ...rest, reach });
  const opened = credentialIn(content);
  if (!opened || answer(plain, "key") !== UNKNOWN) return plain;
  const trial = new Trial(content, issuerOf(content), { ...options, reach });
  const reports = await trial.ofDocuments(own, seen);
  const intact = reports.filter(isIntact);
  let known = intact.filter((told) => told.authenticity === PASSED);
  if (confirmed.length && !known.length) known = (await trial.ofKeys(opened, confirmed)).filter((told) => told.authenticity === PASSED);
  const [told] = [...known, ...intact, ...reports.filter((each) => each.authenticity === FAILED)];
  if (told) return told;
  const notes = [confirmed.length && note("handed.not_confirmed"), trial.hasTried && note("beside.none_fits")];
  return changed(plain, plain.checks, [...notes.filter(Boolean), ...plain.notes]);
}

/** One credential, judged with one set of documents after another. */
class Trial {
  constructor(content, issuer, options) {
    Object.assign(this, { content, issuer, options, place: placeOfKeys(issuer), hasTried: false });
  }

  /** The reports that count. */
  async ofDocuments(own, seen) {
    const [reports, tried] = [[], new Set()];
    for (const documents of [...own, ...seen]) {
      const isOwn = own.includes(documents);
      const body = documents.get(this.place);
      const word = body && new TextDecoder("latin1").decode(body);
      if (!body || (tried.has(word) && !isOwn) || tried.size >= MOST_TRIED) continue;
      tried.add(word);
      this.hasTried = true;
      let told = await this.judged(documents);
      // a list that nobody confirmed revokes nothing of others
      if (!isOwn && told.authenticity !== PASSED) told = await this.judged(new Map([[this.place, body]]));
      const isFalse = told.authenticity === FAILED;
      if (!isFalse || (isOwn && answer(told, "proof") !== UNKNOWN)) reports.push(told);
    }
    return reports;
  }

  /** What the confirmed keys make of it where nothing shows the issuer's document: it names the key itself. */
  async ofKeys(opened, confirmed) {
    const method = methodOf(opened, this.issuer);
    const reports = [];
    for (const key of [...confirmed].sort().slice(0, MOST_TRIED)) {
      const described = new Map(Object.entries({ id: method, type: "Multikey", controller: this.issuer, publicKeyMultibase: key }));
      const document = new Map([["id", this.issuer], ["verificationMethod", [described]], [ASSERTION, [method]]]);
      const told = await this.judged(new Map([[this.place, canonicalBytes(document)]]));
      reports.push(changed(told, told.checks, told.notes.filter(({ code }) => code !== "beside.documents")));
    }
    return reports;
  }

  /** The report, in which nobody says of when the documents are. */
  async judged(documents) {
    const bundle = { name: "", credential: this.content, madeAt: null, documents, resources: new Map() };
    const told = await reportOnHanded(bundle, this.options);
    return changed(told, told.checks.map(undated), told.notes.map(saidBeside));
  }
}

const isIntact = (told) => told.authenticity === PASSED || told.wantsOnlyItsKeyConfirmed;
const answer = (report, id) => report.checks.find((check) => check.id === id)?.outcome;
const changed = ({ credential, parts }, checks, notes) => new Report(checks, notes, credential, parts);

function undated(check) {
  if (check.code !== "handed.key") return check;
  return new Check(check.id, check.outcome, "beside.key", check.pointer, { issuer: check.details.issuer });
}

function saidBeside(said) {
  if (!Object.hasOwn(SHOWN, said.code)) return said;
  return note(SHOWN[said.code], said.pointer, "key" in said.details ? { key: said.details.key } : {});
}

function credentialIn(content) {
  const [opened] = refusalOf(() => openAnything(content));
  return opened?.kind === "credential" ? opened : null;
}

/** The name under which the credential says that its issuer publishes the key. */
function methodOf({ document, jwt }, issuer) {
  const start = `${issuer}#`;
  const otherwise = `${start}key-1`;
  if (jwt) {
    const kid = asText(jwt.header.get("kid") ?? "");
    const whole = kid.startsWith(start) ? kid : start + (kid.replace(/^#+/, "") || "key-1");
    return whole.split("#").length > 2 ? otherwise : whole;
  }
  const names = objectsIn(document, "proof").map((proof) => proof.get("verificationMethod"));
  return names.find((name) => typeof name === "string" && name.startsWith(start)) ?? otherwise;
}
