// Status lists: the entry in a credential, the list that it points to, its bits, and our companion list of notices.
//
// source:  W3C Bitstring Status List 1.0, §2.1, §2.2, §3.2, §3.4; RFC 1952 (gzip)
import { LIMITS, NOTICES } from "./catalogue.js";
import { decodeBase64url, joined } from "./encodings.js";
import { Refusal, refuse, refusalOf } from "./errors.js";
import { isInteger, isObject, listed, otherwise } from "./values.js";

const OURS = /^https?:\/\/[^?#]+\/status\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isText = (value) => typeof value === "string";
const isOfType = (value, name) => value === name || (Array.isArray(value) && value.length === 1 && value[0] === name);
const bad = (code, pointer, details = {}) => refuse("status", code, details, pointer);

/** One entry of a credential's `credentialStatus`: {purpose, listUrl, index, size, messages}. Throws "status". */
export function readStatusEntry(entry, pointer) {
  if (!isObject(entry) || !isOfType(entry.get("type"), "BitstringStatusListEntry")) {
    bad("status.entry_type", pointer, { found: isObject(entry) ? entry.get("type") : typeof entry });
  }
  const [purpose, listUrl] = [entry.get("statusPurpose"), entry.get("statusListCredential")];
  if (!isText(purpose) || !purpose) bad("status.purpose_not_text", `${pointer}/statusPurpose`);
  if (!isText(listUrl) || !listUrl.includes(":")) bad("status.list_url_missing", `${pointer}/statusListCredential`);
  if (entry.get("id") === listUrl) bad("status.entry_id_is_the_list", `${pointer}/id`);
  const size = entry.has("statusSize") ? entry.get("statusSize") : 1;
  if (!isInteger(size) || size < 1 || size > LIMITS.statusSize) {
    bad("status.size_unusable", `${pointer}/statusSize`, { size, limit: LIMITS.statusSize });
  }
  const index = indexOf(entry, pointer);
  const messages = messagesOf(entry, size, pointer);
  const references = entry.has("statusReference") ? listed(entry.get("statusReference")) : [];
  if (!references.every((one) => isText(one) && one.includes(":"))) {
    bad("status.reference_malformed", `${pointer}/statusReference`);
  }
  return { purpose, listUrl, index, size, messages };
}

function indexOf(entry, pointer) {
  const index = entry.get("statusListIndex");
  const where = `${pointer}/statusListIndex`;
  if (isInteger(index)) bad("status.index_is_a_number", where, { found: index });
  if (!isText(index) || !/^[0-9]{1,20}$/.test(index)) bad("status.index_not_digits", where);
  return Number(index);
}

function messagesOf(entry, size, pointer) {
  const where = `${pointer}/statusMessage`;
  const given = otherwise(entry.get("statusMessage"), null);
  if (given === null) return size > 1 ? bad("status.messages_missing", where, { size, count: 2 ** size }) : new Map();
  const messages = new Map();
  for (const one of Array.isArray(given) ? given : []) {
    const [status, message] = isObject(one) ? [one.get("status"), one.get("message")] : [];
    if (isText(status) && /^0x[0-9A-Fa-f]{1,2}$/.test(status) && isText(message)) messages.set(Number(status), message);
  }
  const isWhole = Array.isArray(given) && given.length === 2 ** size && messages.size === 2 ** size;
  if (!isWhole || [...messages.keys()].some((value) => value >= 2 ** size)) {
    bad("status.messages_malformed", where, { last: `0x${(2 ** size - 1).toString(16)}` });
  }
  return messages;
}

/** The lists that a list credential publishes: [{purposes, encoded, ttl, pointer}]. Throws "status". source: §2.2 */
function readStatusList(document) {
  if (!listed(document.get("type")).includes("BitstringStatusListCredential")) {
    bad("status.not_a_list_credential", "/type");
  }
  const subject = document.get("credentialSubject");
  if (!Array.isArray(subject) || !subject.length) return [published(subject, "/credentialSubject")];
  return subject.map((one, at) => published(one, `/credentialSubject/${at}`));
}

function published(subject, pointer) {
  if (!isObject(subject) || !isOfType(subject.get("type"), "BitstringStatusList")) {
    bad("status.subject_not_a_list", pointer);
  }
  const purposes = listed(otherwise(subject.get("statusPurpose"), null));
  if (!purposes.length || !purposes.every((word) => isText(word) && word)) {
    bad("status.list_purpose_malformed", `${pointer}/statusPurpose`);
  }
  const encoded = subject.get("encodedList");
  if (!isText(encoded)) bad("status.not_multibase", `${pointer}/encodedList`);
  const ttl = otherwise(subject.get("ttl"), null);
  if (ttl !== null && (!isInteger(ttl) || ttl < 0)) bad("status.ttl_malformed", `${pointer}/ttl`);
  return { purposes, encoded, ttl, pointer };
}

/** The list that an entry means, among those that a list credential publishes. Throws "status". */
export function publishedFor(document, entry) {
  const found = otherwise(document.get("id"), null);
  if (found !== null && found !== entry.listUrl) {
    bad("status.other_list", "/id", { found, expected: entry.listUrl });
  }
  const lists = readStatusList(document);
  const fitting = lists.filter((one) => one.purposes.includes(entry.purpose));
  const expected = entry.purpose;
  if (!fitting.length) {
    const words = lists.flatMap((one) => one.purposes).join(", ");
    bad("status.other_purpose", `${lists[0].pointer}/statusPurpose`, { expected, found: words });
  }
  if (fitting.length > 1) bad("status.ambiguous_purpose", "/credentialSubject", { expected });
  return fitting[0];
}

/** The bits of a list. Throws "status". */
export async function unpack(list) {
  try {
    const bits = await expand(bytesOf(list.encoded));
    refuseShort(bits, 1);
    return bits;
  } catch (error) {
    if (error instanceof Refusal) error.pointer = `${list.pointer}/encodedList`;
    throw error;
  }
}

/** What the bits say at an entry's index: {purpose, value, message}. Throws "status". */
export function statusIn(bits, entry) {
  refuseShort(bits, entry.size);
  const entries = Math.floor((bits.length * 8) / entry.size);
  if (entry.index >= entries) {
    bad("status.out_of_range", "/credentialStatus/statusListIndex", { index: entry.index, entries });
  }
  const first = entry.index * entry.size;
  const twoBytes = bits[first >> 3] * 256 + (bits[(first >> 3) + 1] ?? 0);
  const value = (twoBytes >> (16 - (first & 7) - entry.size)) & (2 ** entry.size - 1);
  return { purpose: entry.purpose, value, message: entry.messages.get(value) ?? (value ? "set" : "unset") };
}

/** The entry that a revocation entry of ours implies: same index, in the companion list; null for lists of others. */
export function noticesEntry(entry) {
  if (entry.purpose !== "revocation" || !OURS.test(entry.listUrl)) return null;
  const messages = new Map(NOTICES.messages.map((message, value) => [value, message]));
  return { purpose: "message", listUrl: `${entry.listUrl}/notices`, index: entry.index, size: NOTICES.size, messages };
}

function refuseShort(bits, size) {
  const entries = Math.floor((bits.length * 8) / size);
  if (entries < LIMITS.listEntries) bad("status.list_too_short", "", { entries, minimum: LIMITS.listEntries });
}

function bytesOf(text) {
  if (!text.startsWith("u")) bad("status.not_multibase", "");
  return refusalOf(() => decodeBase64url(text.slice(1)))[0] ?? bad("status.not_base64url", "");
}

/** What one gzip member holds, if it is whole, alone, and no larger than the limit. */
async function expand(data) {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  writer.write(data.subarray(headLength(data), -8)).catch(() => {}); // what goes wrong is told to whoever reads
  writer.close().catch(() => {});
  const reader = stream.readable.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => bad("status.not_gzip", ""));
    if (done) break;
    length += value.length;
    if (length > LIMITS.list) {
      reader.cancel().catch(() => {});
      bad("status.list_too_large", "", { limit: LIMITS.list });
    }
    chunks.push(value);
  }
  const bits = joined(...chunks);
  const tail = new DataView(data.buffer, data.byteOffset + data.length - 8, 8);
  const isWhole = tail.getUint32(0, true) === crc32(bits) && tail.getUint32(4, true) === length;
  return isWhole ? bits : bad("status.not_gzip", "");
}

/** How long the head of a gzip member is. source: RFC 1952, §2.3 */
function headLength(data) {
  const isMember = data[0] === 0x1f && data[1] === 0x8b && data[2] === 8 && data[3] < 0x20 && data.length >= 18;
  if (!isMember) bad("status.not_gzip", "");
  let at = 10;
  if (data[3] & 4) at += 2 + data[at] + 256 * data[at + 1];
  for (const flag of [8, 16]) if (data[3] & flag) at = data.indexOf(0, at) + 1 || data.length;
  if (data[3] & 2) at += 2;
  return at + 8 <= data.length ? at : bad("status.not_gzip", "");
}

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** source: RFC 1952, §8 */
function crc32(data) {
  let crc = 0xffffffff;
  for (let at = 0; at < data.length; at += 1) crc = CRCS[(crc ^ data[at]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
