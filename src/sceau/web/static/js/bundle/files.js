// What somebody opens: a bundle, the ZIP that holds one, or a credential as it is.
import { isBundle } from "./bundle.js";

export const LARGEST = 24 * 1024 * 1024;
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

/** The bundle's bytes, or those of a credential: {bundle, content}. Throws NotOpened. */
export async function opened(data) {
  if (data.length > LARGEST) throw new NotOpened("tooLarge");
  const isZip = data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;
  const content = isZip ? await bundleOf(data) : data;
  return { isBundle: isBundle(content), content };
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
    throw new NotOpened("brokenZip"); // it points outside of itself, or unpacks to nothing
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
  const reader = new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const chunks = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    length += value.length;
    if (length > LARGEST_BUNDLE) throw new NotOpened("brokenZip");
    chunks.push(value);
  }
}

/** The bundle that stands in the page itself; null when there is none. */
export function bundleIn(text) {
  const content = text.trim();
  return content === "null" || content === "" ? null : bytesOf(content);
}
