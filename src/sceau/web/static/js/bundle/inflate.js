// What was compressed, unpacked by the browser itself, and never more of it than was asked for.

/** More came out than the limit. */
export class TooMuch extends Error {}

/**
 * The bytes that were compressed.
 *
 * form:    "deflate" (zlib, RFC 1950) or "deflate-raw" (RFC 1951)
 * throws:  TooMuch as soon as there are more than `limit` bytes; TypeError for what is not compressed, or is cut short
 */
export async function inflated(data, form, limit) {
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream(form)).getReader();
  const chunks = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return joinedTo(chunks, length);
    length += value.length;
    if (length > limit) {
      reader.cancel().catch(() => {}); // nobody waits for the rest
      throw new TooMuch();
    }
    chunks.push(value);
  }
}

function joinedTo(chunks, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
