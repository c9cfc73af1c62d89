// What somebody opens: files as they are chosen or dropped, a bundle in its ZIP, a text; each within bounds.
import { isBundle } from "./bundle.js";
import { TooMuch, inflated } from "./inflate.js";

export const LARGEST = 24 * 1024 * 1024;
export const MOST_FILES = 50;
export const MOST_BYTES = 120 * 1024 * 1024; // of all that is opened at once
const LARGEST_BUNDLE = 4 * 1024 * 1024;
const [END, ENTRY] = [0x06054b50, 0x02014b50]; // APPNOTE 4.3.16, 4.3.12
const LONGEST_END = 22 + 65_535;
const MOST_ENTRIES = 2_000;

/** Something that does not open. word: of the page's words */
export class NotOpened extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}

/** The bytes of a file, or those of the bundle in a ZIP. Throws NotOpened. */
export async function unzipped(data) {
  if (data.length > LARGEST) throw new NotOpened("tooLarge");
  const isZip = data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;
  if (!isZip) return data;
  const content = await bundleOf(data);
  if (!isBundle(content)) throw new NotOpened("noBundle");
  return content;
}

/** The bytes of a text that was pasted. */
export const bytesOf = (text) => new TextEncoder().encode(text);

async function bundleOf(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let end = data.length - 22;
  while (end >= 0 && end > data.length - LONGEST_END && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== END) throw new NotOpened("brokenZip");
  try {
    return await member(data, view, view.getUint32(end + 16, true), Math.min(view.getUint16(end + 10, true), MOST_ENTRIES));
  } catch (error) {
    if (error instanceof NotOpened) throw error;
    throw new NotOpened(error instanceof TooMuch ? "bomb" : "brokenZip"); // or it points outside of itself
  }
}

async function member(data, view, first, count) {
  let at = first;
  for (let number = 0; number < count; number += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new NotOpened("brokenZip");
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const called = new TextDecoder().decode(data.subarray(at + 46, at + 46 + name));
    if (called.split("/").at(-1) === `bundle.json`) return unpacked(data, view, at);
    at += 46 + name + extra + comment;
  }
  throw new NotOpened("noBundle");
}

async function unpacked(data, view, at) {
  const [method, packed, header] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const body = data.subarray(start, start + packed);
  if (body.length !== packed) throw new NotOpened("brokenZip");
  if (method === 0) return body;
  if (method !== 8) throw new NotOpened("brokenZip");
  return inflated(body, "deflate-raw", LARGEST_BUNDLE);
}

/** The bundle that stands in the page itself; null when there is none. */
export function bundleIn(text) {
  const content = text.trim();
  return content === "null" || content === "" ? null : bytesOf(content);
}
