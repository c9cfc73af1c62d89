// The files that are attached to a PDF. Its pages, its scripts and its forms are not looked at.
//
// source:  ISO 32000-2, §7.7.4, §7.9.6 (name trees) and §7.11.4 (embedded files)
import { refuse } from "../verifier/errors.js";
import { TooMuch } from "./inflate.js";
import { Pdf, Stream } from "./pdf-file.js";
import { Reference, unread } from "./pdf-values.js";

const LARGEST = 20 * 1024 * 1024; // bytes: as the engine's own reader
const LARGEST_ATTACHMENT = 2 * 1024 * 1024;
const MOST_ATTACHED = 16 * 1024 * 1024;
const MOST_ATTACHMENTS = 64;
const DEEPEST = 12; // of a name tree
const MOST_NODES = 500;

/** Whether bytes begin as a PDF does. */
export function isPdf(data) {
  const start = new TextDecoder("latin1").decode(data.subarray(0, 1024)).trimStart();
  return start.startsWith("%PDF-");
}

/**
 * What is attached: {files: [{name, content}], isWhole}. isWhole: false where some were not looked at
 *
 * throws:  Refusal "recognised": locked, too large, or not written as ours are
 */
export async function attachedTo(data) {
  if (data.length > LARGEST) refuse("recognised", "carried.too_many");
  const pdf = await new Pdf(data).open();
  if (pdf.trailer.has("Encrypt")) refuse("recognised", "carried.locked");
  const catalogue = await dictionaryIn(pdf, pdf.trailer.get("Root"));
  const names = await dictionaryIn(pdf, catalogue.get("Names"));
  const found = { pdf, files: [], isWhole: true, left: MOST_ATTACHED, nodes: 0, seen: new Set() };
  if (names.has("EmbeddedFiles")) await branch(found, names.get("EmbeddedFiles"), 0);
  return found;
}

/** One branch of the tree: its leaves come in order, until there are enough. */
async function branch(found, given, depth) {
  if (given instanceof Reference) {
    if (found.seen.has(given.number)) return; // it leads back to itself
    found.seen.add(given.number);
  }
  found.nodes += 1;
  if (depth > DEEPEST || found.nodes > MOST_NODES) {
    found.isWhole = false;
    return;
  }
  const node = await dictionaryIn(found.pdf, given);
  for (const kid of await listIn(found.pdf, node.get("Kids"))) {
    if (!found.isWhole) return;
    await branch(found, kid, depth + 1);
  }
  const leaves = await listIn(found.pdf, node.get("Names"));
  for (let at = 1; at < leaves.length; at += 2) {
    if (found.files.length >= MOST_ATTACHMENTS) {
      found.isWhole = false;
      return;
    }
    await attachment(found, leaves[at]);
  }
}

async function attachment(found, given) {
  const { pdf } = found;
  const described = await dictionaryIn(pdf, given);
  const places = await dictionaryIn(pdf, described.get("EF"));
  const stream = await pdf.value(places.get("UF") ?? places.get("F"));
  const name = textOf(await pdf.value(described.get("UF") ?? described.get("F")));
  if (!(stream instanceof Stream) || !name) unread(); // another reader may find it
  try {
    const content = await pdf.content(stream, Math.min(LARGEST_ATTACHMENT, found.left));
    found.left -= content.length;
    found.files.push({ name, content });
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    found.isWhole = false;
  }
}

async function dictionaryIn(pdf, given) {
  const value = await pdf.value(given);
  return value instanceof Map ? value : new Map();
}

async function listIn(pdf, given) {
  const value = await pdf.value(given);
  return Array.isArray(value) ? value : [];
}

/** A text of a PDF. source: ISO 32000-2, §7.9.2.2 */
function textOf(bytes) {
  if (!(bytes instanceof Uint8Array)) return "";
  const is16 = bytes[0] === 0xfe && bytes[1] === 0xff;
  const is8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return new TextDecoder(is16 ? "utf-16be" : is8 ? "utf-8" : "latin1").decode(bytes).slice(0, 200);
}
