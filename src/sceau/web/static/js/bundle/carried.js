// What a file holds: the credential that is baked into a picture, those that are attached to a PDF, or itself.
import { refuse, refusalFrom, refusalOf } from "../verifier/errors.js";
import { openAnything } from "../verifier/opening.js";
import { isObject, listed } from "../verifier/values.js";
import { isBundle, readBundle } from "./bundle.js";
import { attachedTo, isPdf } from "./pdf.js";
import { inPng, isPng } from "./png.js";
import { inSvg } from "./svg.js";

const OTHER_PICTURES = ["\xff\xd8\xff", "GIF8", "BM", "II*\0", "MM\0*"];
const [NOTHING, LEFT] = ["image.nothing_baked", "elsewhere.image"];
const MOST_TIED = 20; // related documents that are looked for

/**
 * The credentials in a file: [{where, content, resources, bundle, isBaked}], as bytes.
 *
 * where:      the name of an attachment; "" for what is the file itself
 * resources:  the documents beside it that it ties to itself, {id: bytes}; null where nothing is attached
 * throws:     Refusal, which says why there is none
 */
export async function heldIn(data) {
  if (isBundle(data)) return [held(data, { bundle: readBundle(data) })];
  if (isPdf(data)) return attached(data);
  if (isPng(data)) return [baked(await picture(() => inPng(data)))];
  if (isOtherPicture(data)) refuse("recognised", "elsewhere.picture");
  if (beginsAsMarkup(data)) return [baked(inSvg(data))];
  return [held(data)];
}

const held = (content, members = {}) => ({ where: "", content, resources: null, bundle: null, isBaked: false, ...members });

/** The text of a picture; as bytes, or as a text where it is an address. */
const baked = (text) => held(new TextEncoder().encode(text), { isBaked: true });

/** A picture without a credential may show a square code, which nobody reads here. */
async function picture(read) {
  const [text, refusal] = await refusalFrom(async () => read());
  if (refusal?.code === NOTHING) refuse("recognised", "elsewhere.picture");
  if (refusal) throw refusal;
  return text;
}

async function attached(data) {
  const { files, isWhole } = await attachedTo(data);
  const named = new Map(files.map(({ name, content }) => [name, content]));
  const found = files.filter(({ content }) => mayBeOne(content));
  if (!found.length) refuse("recognised", isWhole ? "elsewhere.not_attached" : "carried.too_many");
  return found.map(({ name, content }) => held(content, { where: name, resources: tied(content, (word) => named.get(word)) }));
}

/** Whether it opens as a credential, an address, or something that we can name. */
function mayBeOne(content) {
  const [, refusal] = refusalOf(() => openAnything(content));
  return !refusal || (refusal.kind === "recognised" ? refusal.code !== LEFT : refusal.code.startsWith("proof."));
}

/** The documents that a credential ties to itself, as far as they are at hand: {id: bytes}. find: by a file's name */
export function tied(content, find) {
  const [opened] = refusalOf(() => openAnything(content));
  const entries = opened ? listed(opened.document.get("relatedResource") ?? []).slice(0, MOST_TIED) : [];
  const ids = entries.map((entry) => (isObject(entry) ? entry.get("id") : null)).filter((id) => typeof id === "string");
  const found = ids.map((id) => [id, find(lastOf(id))]).filter(([, bytes]) => bytes);
  return found.length ? Object.fromEntries(found) : null;
}

/** The last word of an address, which a file beside it may have as its name. */
function lastOf(id) {
  const word = id.split(/[?#]/)[0].split("/").at(-1);
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

function isOtherPicture(data) {
  const start = String.fromCharCode(...data.subarray(0, 12));
  const isWebp = start.startsWith("RIFF") && start.endsWith("WEBP");
  return isWebp || start.startsWith("\x89PNG") || OTHER_PICTURES.some((mark) => start.startsWith(mark));
}

function beginsAsMarkup(data) {
  const start = String.fromCharCode(...data.subarray(0, 512)).replace(/^[\xef\xbb\xbf \t\r\n]+/, "");
  return start.startsWith("<");
}
