/**
 * Numbers and times in words, as the static twin says them.
 */

/** @param {number} number */
export const grouped = (number) => Math.round(number).toLocaleString("en-US");

/**
 * @param {number} number
 * @param {string} noun in the singular
 */
export const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

/**
 * Return the time of day in a stamp to the millisecond, empty when there is none.
 *
 * @param {string} stamp such as 2017-03-03T10:20:30.123456789Z
 */
export function clock(stamp) {
  const match = /T(\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(stamp);
  return match ? `${match[1]}.${(match[2] ?? "").slice(0, 3).padEnd(3, "0")}` : "";
}

/** Counts how many came in the last second or so. */
export class Rate {
  constructor() {
    /** @type {[number, number][]} times in milliseconds and counts */
    this.marks = [];
  }

  /**
   * @param {number} now milliseconds
   * @param {number} count how many there are in all
   */
  mark(now, count) {
    this.marks.push([now, count]);
    while (this.marks.length > 2 && now - (this.marks[0]?.[0] ?? now) > 2000) this.marks.shift();
  }

  /**
   * Return how many came a second, 0 when nothing has come for two seconds.
   *
   * @param {number} now milliseconds
   */
  perSecond(now) {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || !last || now - last[0] > 2000 || last[0] === first[0]) return 0;
    return ((last[1] - first[1]) * 1000) / (Math.max(now, last[0]) - first[0]);
  }
}
