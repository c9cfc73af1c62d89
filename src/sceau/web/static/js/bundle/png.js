// A credential in a PNG file: chunks read strictly, in the order of the engine's own reader.
//
// source:  Open Badges 3.0, §5.3.1; Open Badges 2.0 baking specification; PNG, third edition, §5 and §11.3.3
import { LIMITS } from "../verifier/catalogue.js";
import { refuse } from "../verifier/errors.js";
import { LARGEST_IMAGE, found } from "./baked.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORDS = { ob3: "openbadgecredential", ob2: "openbadges" };
const TEXTS = ["tEXt", "zTXt", "iTXt"];
const MOST_CHUNKS = 4_096;
const AROUND = 12; // length, name and checksum of a chunk
const HEADER_END = SIGNATURE.length + AROUND + 13;
const LATIN = (data) => Array.from(data, (byte) => String.fromCharCode(byte)).join("");

export const isPng = (data) => SIGNATURE.every((byte, at) => data[at] === byte);

/** The text of the credential in a picture. Throws Refusal "image", also when there is none. */
export function inPng(image) {
  const texts = chunksOf(image).filter((chunk) => TEXTS.includes(chunk.kind));
  for (const [standard, keyword] of Object.entries(KEYWORDS)) {
    const held = texts.filter((chunk) => keywordOf(image, chunk) === keyword);
    if (held.length > 1) refuse("image", "image.baked_twice", { count: held.length });
    if (held.length) return found(standard, textOf(image, held[0], standard));
  }
  return refuse("image", "image.nothing_baked");
}

/** Every chunk, whole and undamaged, from the header to the end and nothing beyond: [{kind, start, end}]. */
function chunksOf(image) {
  if (image.length > LARGEST_IMAGE) refuse("image", "image.too_large", { size: image.length, limit: LARGEST_IMAGE });
  if (!isPng(image)) refuse("image", "png.not_a_png");
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const chunks = [];
  let at = SIGNATURE.length;
  while (chunks.at(-1)?.kind !== "IEND") {
    if (chunks.length >= MOST_CHUNKS) refuse("image", "png.too_many_chunks", { limit: MOST_CHUNKS });
    chunks.push(chunkAt(image, view, at));
    at = chunks.at(-1).end;
  }
  if (at !== image.length) refuse("image", "png.after_the_end", { count: image.length - at });
  const [first, ...rest] = chunks;
  if (first.kind !== "IHDR") refuse("image", "png.header_not_first", { kind: first.kind });
  if (first.end !== HEADER_END || rest.some(({ kind }) => kind === "IHDR")) refuse("image", "png.header_malformed");
  return chunks;
}

function chunkAt(image, view, at) {
  const left = image.length - at - AROUND;
  if (left < 0) refuse("image", "png.truncated");
  const length = view.getUint32(at);
  if (length > left) refuse("image", "png.length_lies", { at, length, left });
  const kind = LATIN(image.subarray(at + 4, at + 8));
  if (!/^[A-Za-z]{4}$/.test(kind)) refuse("image", "png.chunk_name", { at });
  const end = at + length + AROUND;
  if (checksum(image.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) refuse("image", "png.crc_wrong", { kind, at });
  return { kind, start: at, end };
}

/** What stands before the first NUL, at most 79 bytes. source: PNG, §11.3.3.2 */
function keywordOf(image, { start, end }) {
  return LATIN(image.subarray(start + 8, Math.min(end - 4, start + 88))).split("\0")[0];
}

function textOf(image, { kind, start, end }, standard) {
  let data = after(image.subarray(start + 8, end - 4));
  if (kind === "zTXt" || (kind === "iTXt" && data?.[0] !== 0)) refuse("image", "png.compressed");
  if (kind === "tEXt" && standard === "ob3") refuse("image", "png.wrong_chunk", { kind });
  if (kind === "iTXt") {
    const translated = after(data.subarray(2));
    data = translated && after(translated);
    if (!data) refuse("image", "png.text_malformed");
  }
  data ??= new Uint8Array();
  if (data.length > LIMITS.bytes) refuse("image", "image.credential_too_large", { limit: LIMITS.bytes });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return refuse("image", "image.not_utf8");
  }
}

/** What follows the first NUL; null where there is none. */
function after(data) {
  const at = data.indexOf(0);
  return at < 0 ? null : data.subarray(at + 1);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The CRC-32 of bytes. source: PNG, §5.5 */
function checksum(data) {
  let value = 0xffffffff;
  for (let at = 0; at < data.length; at += 1) value = TABLE[(value ^ data[at]) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
