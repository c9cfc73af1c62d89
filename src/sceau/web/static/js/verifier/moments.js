// Points in time: the dateTimeStamp of XML Schema, in and out, to the microsecond.
//
// source:  XML Schema 1.1 part 2, §3.4.28; VC Data Model 2.0, §4.9
import { refuse } from "./errors.js";
import { asText, cut } from "./values.js";

const ZONE = "(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?";
const STAMP = new RegExp(
  `^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]+))?${ZONE}$`,
);
const END_OF_DAY = new RegExp(`^([0-9]{4})-([0-9]{2})-([0-9]{2})T(24):(00):(00)(?:\\.(0+))?${ZONE}$`);
const LOOSE =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,20}))?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const LONGEST = 48;
const DAY = 86_400_000_000n;
const FIRST = -62_135_596_800_000_000n; // year 1
const AFTER_LAST = 253_402_300_800_000_000n; // year 10000

/**
 * An instant.
 *
 * us:     microseconds since 1970
 * local:  the same on the clock of its own zone: what is told of the first and last of days, which have none in UTC
 */
export class Moment {
  constructor(us, local = us) {
    this.us = us;
    this.local = local;
  }

  /** What is told of it: in UTC where the calendar has it. */
  get told() {
    return isInCalendar(this.us) ? this.us : this.local;
  }
}

/** The instant of a Date, a number of milliseconds or a dateTimeStamp. Throws RangeError for anything else. */
export function momentOf(value) {
  if (value instanceof Moment) return value;
  const found = typeof value === "string" ? readStamp(value) : new Moment(BigInt(Math.trunc(+value)) * 1000n);
  if (found === null) throw new RangeError(`not a moment: ${value}`);
  return found;
}

/** The instant so many seconds after 1970. */
export const atSecond = (seconds) => new Moment(BigInt(Math.round(seconds * 1e6)));

/** The instant that a dateTimeStamp names. Throws Refusal "credential". */
export function parseDatetime(value) {
  if (typeof value !== "string") refuse("credential", "date.not_text", { value: cut(asText(value), 40) });
  const shown = { value: cut(value, 40) };
  const found = STAMP.exec(value) ?? END_OF_DAY.exec(value);
  if (!found) refuse("credential", "date.not_a_date", shown);
  if (found[8] === undefined) refuse("credential", "date.without_zone", shown);
  const moment = build(found);
  if (moment === null) refuse("credential", "date.not_in_the_calendar", shown);
  return moment;
}

/** The instant that a dateTimeStamp names; null when it is none, or has none in UTC. */
export function readStamp(value) {
  const found = typeof value === "string" && value.length <= LONGEST ? LOOSE.exec(value) : null;
  if (!found) return null;
  const [hour, minute, second] = found.slice(4, 7).map(Number);
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(found[7] ?? "");
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59) return null;
  const moment = build(found);
  if (moment === null || !isInCalendar(moment.us)) return null;
  const offset = moment.local - moment.us;
  return (offset < 0n ? -offset : offset) > 50_400_000_000n ? null : moment;
}

function build([, year, month, day, hour, minute, second, fraction, zone]) {
  const midnight = midnightOf(+year, +month, +day);
  if (midnight === null) return null;
  const clock = BigInt((+hour * 60 + +minute) * 60 + +second) * 1_000_000n;
  const local = midnight + clock + BigInt((fraction ?? "").padEnd(6, "0").slice(0, 6));
  if (!isInCalendar(local)) return null;
  const minutes = zone === "Z" ? 0 : +`${zone[0]}1` * (+zone.slice(1, 3) * 60 + +zone.slice(4));
  return new Moment(local - BigInt(minutes) * 60_000_000n, local);
}

function midnightOf(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return BigInt(date.getTime()) * 1000n;
}

const isInCalendar = (us) => us >= FIRST && us < AFTER_LAST;

/** Year, month (from 0), day, hour, minute, second and microsecond of what is told of a moment. */
export function partsOf(moment) {
  const us = moment.told;
  const rest = ((us % DAY) + DAY) % DAY;
  const date = new Date(Number((us - rest) / 1000n));
  const seconds = Number(rest / 1_000_000n);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micro: Number(rest % 1_000_000n),
  };
}

/** The dateTimeStamp of an instant, in UTC, with its fraction when it has one. */
export function formatDatetime(moment) {
  const { year, month, day, hour, minute, second, micro } = partsOf(moment);
  const two = (value) => String(value).padStart(2, "0");
  const fraction = micro ? `.${String(micro).padStart(6, "0")}` : "";
  const date = `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}Z`;
}
