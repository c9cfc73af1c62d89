// Several files at once: what each holds, what lies beside it, and what was seen before on this page.
import { KINDS } from "../verifier/catalogue.js";
import { Refusal } from "../verifier/errors.js";
import { FAILED, Report, UNKNOWN, passed, refused } from "../verifier/report.js";
import { issuerOf, keysDocument, reportBeside } from "./beside.js";
import { heldIn, tied } from "./carried.js";
import { NotOpened, unzipped } from "./files.js";
import { OFFLINE, placeOfKeys, reportOnHanded, shownKeys } from "./handed.js";

const MOST_SEEN = 40; // sets of documents that are remembered
const SOMETHING_ELSE = ["opening.not_a_credential", "image.nothing_baked", "elsewhere.picture", "elsewhere.not_attached"];

/** What this page has seen: documents of issuers, and keys that its reader confirmed, by issuer. */
export class Memory {
  constructor() {
    Object.assign(this, { documents: [], confirmed: new Map() });
  }

  see(found) {
    this.documents.push(...found);
    this.documents.splice(0, Math.max(0, this.documents.length - MOST_SEEN));
  }

  confirm(issuer, keys) {
    this.confirmed.set(issuer, [...new Set([...this.keysOf(issuer), ...keys])]);
  }

  keysOf(issuer) {
    return this.confirmed.get(issuer) ?? [];
  }
}

/**
 * What files hold: {items, documents, problems}.
 *
 * files:      [{name, data}], data: bytes
 * items:      [{name, content, resources, bundle, isBaked, refusal}]: credentials, and what was refused in their place
 * documents:  of issuers' keys that were brought, Maps of bytes by address
 * problems:   [{name, word}]: files that did not open, and a word of the page's that says why
 */
export async function openedFiles(files) {
  const [items, documents, problems] = [[], [], []];
  for (const { name, data } of files) {
    try {
      const content = await unzipped(data);
      const found = keysDocument(content);
      if (found) documents.push(found);
      else items.push(...(await itemsIn(name, content)));
    } catch (error) {
      if (!(error instanceof NotOpened)) throw error;
      problems.push({ name, word: error.word });
    }
  }
  return { items: beside(once(items), files), documents, problems };
}

async function itemsIn(name, content) {
  try {
    const found = await heldIn(content);
    return found.map((each) => ({ ...each, name: each.where ? `${name} › ${each.where}` : name, file: name, refusal: null }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ name, file: name, content, resources: null, bundle: null, isBaked: false, refusal: error }];
  }
}

/** Without what a bundle among them holds too: its credential lies beside it, and in its papers. */
function once(items) {
  const known = new Set(items.filter(({ bundle }) => bundle).map(({ bundle }) => textOf(bundle.credential)));
  return items.filter(({ bundle, content }) => bundle || !known.has(textOf(content)));
}

/** With the documents that lie beside each, under the names that they are given: `7F3AK.annex-1.json`, or `annex-1.json`. */
function beside(items, files) {
  const named = new Map(files.map(({ name, data }) => [name, data]));
  return items.map((item) => {
    if (item.bundle || item.refusal || item.resources) return item;
    const stem = item.file.replace(/\.[^.]*$/, "");
    const find = (word) => [`${stem}.${word}`, word].filter((name) => name !== item.file).map((name) => named.get(name)).find(Boolean);
    return { ...item, resources: tied(item.content, find) };
  });
}

const textOf = (data) => new TextDecoder("latin1").decode(data);

/** The documents in a pile, by which others may be judged: those brought alone, and those of bundles. */
export const documentsOf = ({ items, documents }) => [
  ...documents,
  ...items.filter(({ bundle }) => bundle).map(({ bundle }) => bundle.documents),
];

/**
 * Judge one of a pile: {name, told, issuer, place, bundle, keys, at, isAlone}.
 *
 * pile:     of `openedFiles`
 * options:  those of `verify`; keys: those that the reader gives now, besides those of the memory
 */
export async function judgedItem(item, pile, memory, { keys = [], ...rest }) {
  const { name, bundle } = item;
  if (item.refusal) return { name, told: reportOfRefusal(item.refusal).asJson(name), keys: [] };
  const issuer = issuerOf(bundle?.credential ?? item.content);
  const options = { ...rest, resources: item.resources ?? {}, reach: OFFLINE, confirmed: [...memory.keysOf(issuer), ...keys] };
  const own = pile.items.length === 1 ? pile.documents : [];
  const seen = [...documentsOf(pile), ...memory.documents].filter((each) => !own.includes(each));
  const report = bundle ? await reportOnHanded(bundle, options) : await reportBeside(item.content, { own, seen }, options);
  const told = (item.isBaked ? asOfPicture(report) : report).asJson(bundle?.name ?? name);
  if (told.notes.some(({ reason }) => reason === "handed.confirmed")) memory.confirm(issuer, keys);
  const place = placeOfKeys(issuer);
  return { name, told, issuer, place, bundle, keys: keysShown(item, told, place), at: bundle?.madeAt, isAlone: !bundle };
}

/** The keys to compare: those of the bundle, or those of the documents by which it was judged. */
function keysShown({ bundle }, told) {
  if (bundle) return shownKeys(bundle);
  const notes = told.notes.filter(({ reason }) => reason === "beside.shown_key");
  return notes.map(({ message }) => ({ id: "", key: message.en.split(" ").at(-1) }));
}

/** Whether a file of a pile is known to be something else than a credential. */
export function isSomethingElse({ told }) {
  const [first] = told.checks;
  return first.outcome !== "passed" && SOMETHING_ELSE.includes(first.reason) && !first.message.en.includes(KINDS.unknown[1]);
}

function reportOfRefusal(refusal) {
  return new Report([refused("readable", refusal, refusal.kind === "recognised" ? UNKNOWN : FAILED)]);
}

function asOfPicture(report) {
  const [first, ...rest] = report.checks;
  if (first.code !== "opening.read" && first.code !== "opening.read_jwt") return report;
  return new Report([passed("readable", "opening.read_image"), ...rest], report.notes, report.credential, report.parts);
}
