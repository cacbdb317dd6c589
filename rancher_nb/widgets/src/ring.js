/**
 * The last rows of a stream, by number: what a console has to draw.
 *
 * Knows numbers, gaps and a bound. It does not know the page.
 */

/** @typedef {[number: number, skipped: number, stamp: string, stream: string, text: string]} Row a line as the kernel sends it */
/** @typedef {{ number: number, gap: number, stamp: string, stream: string, text: string }} Item a line, or a gap of so many lines */

export class Ring {
  /** @param {number} capacity how many items are kept */
  constructor(capacity) {
    this.capacity = Math.max(1, capacity);
    /** @type {Item[]} */
    this.items = [];
    this.start = 0;
    /** The number that the next line should have. */
    this.next = 0;
    /** How many items have fallen off the front since the beginning. */
    this.dropped = 0;
    /** How many lines came, gaps not counted. */
    this.count = 0;
  }

  get length() {
    return this.items.length - this.start;
  }

  /** @param {number} index counted from the oldest item kept */
  at(index) {
    return this.items[this.start + index];
  }

  /**
   * Take rows; those whose number is known are dropped.
   *
   * @param {Row[]} rows
   */
  add(rows) {
    for (const [number, skipped, stamp, stream, text] of rows) {
      if (number < this.next) continue;
      const gap = Math.max(skipped, number - this.next);
      if (gap > 0) this.items.push({ number: number - 0.5, gap, stamp: "", stream: "", text: "" });
      this.items.push({ number, gap: 0, stamp, stream, text });
      this.next = number + 1;
      this.count += 1;
    }
    this.trim();
  }

  /**
   * Take all that the kernel still has. Rows that came before this answer and are newer than it stay.
   *
   * @param {Row[]} rows
   * @param {number} next the number that the kernel expects next
   * @param {number} count how many lines the kernel has had
   */
  replay(rows, next, count) {
    const newer = this.items.slice(this.start).filter((item) => item.number > next - 1);
    const ahead = Math.max(this.next, next);
    this.items = [];
    this.start = 0;
    this.next = rows[0] ? rows[0][0] - rows[0][1] : next;
    this.add(rows);
    this.next = next;
    for (const item of newer) this.items.push(item);
    this.next = ahead;
    this.count = count + newer.filter((item) => item.gap === 0).length;
    this.trim();
  }

  trim() {
    const over = this.length - this.capacity;
    if (over <= 0) return;
    this.start += over;
    this.dropped += over;
    // Cut the front off only now and then: moving the whole array for each batch would cost more than the lines.
    if (this.start > this.capacity) {
      this.items = this.items.slice(this.start);
      this.start = 0;
    }
  }
}
