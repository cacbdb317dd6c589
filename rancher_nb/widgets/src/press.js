/**
 * One press at a time: a button is off until its press is answered, and a double click is one click.
 *
 * Knows names and times. It does not know buttons.
 */

/** An action pressed sooner than this after another is a second click of the same hand, whatever was answered. */
export const DOUBLE_CLICK = 600;

/** @typedef {{ id: string, at: string, since: number, taken: boolean }} Press */

export class Presses {
  constructor() {
    /** @type {Press | null} */
    this.open = null;
    this.last = -Infinity;
    this.lastAt = "";
    this.serial = 0;
    // Several views of one card share a kernel object: the ids must differ between them.
    this.prefix = Math.random().toString(36).slice(2, 8);
  }

  /**
   * Begin a press; null while one is open, and when it is a second click of the same hand.
   *
   * @param {string} at what is pressed
   * @param {number} now milliseconds
   * @returns {Press | null}
   */
  begin(at, now) {
    const again = at === this.lastAt && now - this.last < DOUBLE_CLICK;
    if (this.open || again || (this.isWarm(now) && at.startsWith("act:"))) return null;
    this.lastAt = at;
    this.last = now;
    this.serial += 1;
    this.open = { id: `${this.prefix}-${this.serial}`, at, since: now, taken: false };
    return this.open;
  }

  /**
   * Whether an action was pressed a moment ago, so that no action is taken yet.
   *
   * @param {number} now milliseconds
   */
  isWarm(now) {
    return now - this.last < DOUBLE_CLICK && this.lastAt.startsWith("act:");
  }

  /** @param {string} id */
  taken(id) {
    if (this.open?.id === id) this.open.taken = true;
  }

  /**
   * End the press with this id, if it is the open one.
   *
   * @param {string} id
   */
  end(id) {
    if (this.open?.id === id) this.open = null;
  }
}
