// A PDF as ours are written: where its objects are, by its own tables, those that were added last going first. What was
// written otherwise is left to others; nothing is searched for, repaired or run.
//
// source:  ISO 32000-2, §7.5; PNG, third edition, §9 (predictors)
import { TooMuch, inflated } from "./inflate.js";
import { Reference, Values, nameIn, unread } from "./pdf-values.js";

const TAIL = 2_048; // bytes in which a file says where its table is
const MOST_TABLES = 20; // a file that was sealed has two
const MOST_OBJECTS = 50_000;
const MOST_LOOKED_AT = 5_000;
const LARGEST_TABLE = 2_000_000; // bytes, unpacked
const LARGEST_GROUP = 8_000_000;
const MOST_UNPACKED = 32_000_000; // of one file, attachments included
const KINDS_IN_STREAM = [0, 1, 2]; // free, at a place, in a group

/** A stream: what it says of itself, and its bytes as they are stored. */
export class Stream {
  constructor(dictionary, data) {
    Object.assign(this, { dictionary, data });
  }
}

/** A PDF: its objects are looked up one by one. */
export class Pdf {
  constructor(data) {
    Object.assign(this, { data, places: new Map(), groups: new Map(), trailer: null, lookedAt: 0, unpacked: 0 });
  }

  /** Read where its objects are. Throws Refusal "recognised" for what is not written as ours. */
  async open() {
    const tail = Math.max(0, this.data.length - TAIL);
    const at = lastOf(this.data, "startxref", tail);
    if (at < 0) unread();
    const seen = new Set();
    const waiting = [new Values(this.data, at + 9).number()];
    while (waiting.length) {
      const place = waiting.shift();
      if (seen.has(place) || seen.size >= MOST_TABLES) unread();
      seen.add(place);
      const trailer = await this.table(place);
      this.trailer ??= trailer;
      for (const name of ["XRefStm", "Prev"]) if (trailer.has(name)) waiting.push(trailer.get(name));
    }
    return this;
  }

  /** One table, as lines or as a stream: what stands in an earlier one is known already. Gives its trailer. */
  async table(place) {
    if (!Number.isSafeInteger(place) || place < 0 || place >= this.data.length) unread();
    const values = new Values(this.data, place);
    if (values.takes("xref")) return this.lines(values);
    const { dictionary, data } = this.objectAt(place, null);
    if (nameIn(dictionary?.get("Type")) !== "XRef" || dictionary.get("Length") instanceof Reference) unread();
    this.entries(dictionary, await this.unfolded(dictionary, data, LARGEST_TABLE));
    return dictionary;
  }

  lines(values) {
    while (!values.takes("trailer")) {
      const [first, count] = [values.number(), values.number()];
      if (count > MOST_OBJECTS) unread();
      for (let number = first; number < first + count; number += 1) {
        const [at, generation] = [values.number(), values.number()];
        if (values.takes("n")) this.put(number, { kind: 1, at, generation });
        else if (values.takes("f")) this.put(number, { kind: 0 });
        else unread();
      }
    }
    const trailer = values.value();
    return trailer instanceof Map ? trailer : unread();
  }

  entries(dictionary, rows) {
    const widths = dictionary.get("W");
    const isSound = Array.isArray(widths) && widths.length === 3 && widths.every((width) => Number.isInteger(width) && width >= 0 && width <= 6);
    if (!isSound) unread();
    const length = widths.reduce((sum, width) => sum + width, 0);
    const ranges = dictionary.get("Index") ?? [0, dictionary.get("Size")];
    if (!length || !Array.isArray(ranges) || ranges.length % 2) unread();
    let at = 0;
    const next = (width, otherwise) => {
      if (!width) return otherwise;
      at += width;
      return rows.subarray(at - width, at).reduce((value, byte) => value * 256 + byte, 0);
    };
    for (let range = 0; range < ranges.length; range += 2) {
      const [first, count] = [ranges[range], ranges[range + 1]];
      if (!Number.isSafeInteger(first) || !(count >= 0 && count <= MOST_OBJECTS) || at + count * length > rows.length) unread();
      for (let number = first; number < first + count; number += 1) {
        const [kind, where, more] = [next(widths[0], 1), next(widths[1], 0), next(widths[2], 0)];
        if (!KINDS_IN_STREAM.includes(kind)) unread();
        this.put(number, kind === 2 ? { kind, group: where, index: more } : { kind, at: where, generation: more });
      }
    }
  }

  put(number, place) {
    if (this.places.has(number)) return;
    if (this.places.size >= MOST_OBJECTS) unread();
    this.places.set(number, place);
  }

  /** What a value stands for: the object that it refers to, or itself. */
  async value(given) {
    let found = given;
    for (let steps = 0; found instanceof Reference; steps += 1) {
      if (steps > 4) unread();
      found = await this.object(found);
    }
    return found ?? null;
  }

  async object({ number, generation }) {
    this.lookedAt += 1;
    if (this.lookedAt > MOST_LOOKED_AT) unread();
    const place = this.places.get(number);
    if (!place || place.kind === 0) return null; // §7.3.10: what is not there is null
    if (place.kind === 2) return (await this.group(place.group)).get(number) ?? null;
    if (place.generation !== generation) return null;
    const object = this.objectAt(place.at, number);
    return object instanceof Stream ? this.whole(object) : object;
  }

  /** The object that stands at a place; of a stream, where it begins. number: its own; null for a table */
  objectAt(place, number) {
    const values = new Values(this.data, place);
    const found = values.number();
    values.number();
    if (!values.takes("obj") || (number !== null && found !== number)) unread();
    const value = values.value();
    if (!(value instanceof Map) || !values.takes("stream")) return value;
    const isLong = this.data[values.at] === 0x0d;
    if (this.data[values.at + isLong] !== 0x0a) unread();
    const begin = values.at + isLong + 1;
    const length = value.get("Length");
    const stream = new Stream(value, this.data.subarray(begin));
    return length instanceof Reference ? stream : this.cut(stream, length);
  }

  /** A stream of which another object says how long it is. */
  async whole(stream) {
    const length = stream.dictionary.get("Length");
    return length instanceof Reference ? this.cut(stream, await this.value(length)) : stream;
  }

  cut({ dictionary, data }, length) {
    if (!Number.isInteger(length) || length < 0 || length > data.length) unread();
    if (!new Values(data, length).takes("endstream")) unread();
    return new Stream(dictionary, data.subarray(0, length));
  }

  /** The objects of a group, by number. source: §7.5.7 */
  async group(number) {
    if (!this.groups.has(number)) {
      this.groups.set(number, new Map()); // one that leads to itself holds nothing
      const place = this.places.get(number);
      const stream = place?.kind === 1 ? await this.object(new Reference(number, place.generation)) : null;
      if (!(stream instanceof Stream) || nameIn(stream.dictionary.get("Type")) !== "ObjStm") unread();
      this.groups.set(number, this.objectsIn(stream, await this.content(stream, LARGEST_GROUP)));
    }
    return this.groups.get(number);
  }

  objectsIn({ dictionary }, content) {
    const [count, first] = [dictionary.get("N"), dictionary.get("First")];
    if (!(count >= 0 && count <= MOST_OBJECTS) || !(first >= 0 && first <= content.length)) unread();
    const head = new Values(content.subarray(0, first));
    const found = new Map();
    for (let index = 0; index < count; index += 1) {
      const [number, at] = [head.number(), head.number()];
      if (this.places.get(number)?.kind === 2) found.set(number, new Values(content, first + at).value());
    }
    return found;
  }

  /** The bytes of a stream as they were before they were packed. Throws TooMuch above the limit. */
  content({ dictionary, data }, limit) {
    return this.unfolded(dictionary, data, limit);
  }

  async unfolded(dictionary, data, limit) {
    const filters = listed(dictionary.get("Filter"));
    const [parameters] = listed(dictionary.get("DecodeParms"));
    if (filters.length > 1 || filters.some((filter) => nameIn(filter) !== "FlateDecode")) unread();
    if (data.length > limit) throw new TooMuch();
    if (!filters.length) return data;
    const left = MOST_UNPACKED - this.unpacked;
    const content = await this.inflated(data, Math.min(limit, left));
    this.unpacked += content.length;
    return parameters instanceof Map ? unpredicted(content, parameters) : content;
  }

  async inflated(data, limit) {
    try {
      return await inflated(data, "deflate", limit);
    } catch (error) {
      if (error instanceof TooMuch) throw error;
      return unread();
    }
  }
}

const listed = (value) => (value === undefined || value === null ? [] : [value].flat());

/** Rows of bytes, each of which says how it differs from its neighbours. source: PNG, §9.2 */
function unpredicted(data, parameters) {
  const predictor = parameters.get("Predictor") ?? 1;
  if (predictor === 1) return data;
  const [columns, colours, bits] = [["Columns", 1], ["Colors", 1], ["BitsPerComponent", 8]].map(([name, value]) => parameters.get(name) ?? value);
  if (predictor < 10 || colours !== 1 || bits !== 8 || !(columns >= 1 && columns <= 10_000)) unread();
  const count = Math.floor(data.length / (columns + 1));
  if (count * (columns + 1) !== data.length) unread();
  const found = new Uint8Array(count * columns);
  for (let row = 0; row < count; row += 1) {
    const kind = data[row * (columns + 1)];
    if (kind > 4) unread();
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const [left, up] = [column ? found[at - 1] : 0, row ? found[at - columns] : 0];
      const corner = column && row ? found[at - columns - 1] : 0;
      const added = [0, left, up, (left + up) >> 1, kind === 4 ? nearest(left, up, corner) : 0][kind];
      found[at] = data[row * (columns + 1) + 1 + column] + added;
    }
  }
  return found;
}

function nearest(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Where a word stands last, not before a place; -1 where it does not. */
function lastOf(data, word, from) {
  for (let at = data.length - word.length; at >= from; at -= 1) {
    if ([...word].every((sign, index) => data[at + index] === sign.charCodeAt(0))) return at;
  }
  return -1;
}
