/**
 * Whether a console keeps to its last line.
 *
 * Only a person turns it off, by wheel, key or scrollbar, never a scroll event alone: under a flood the event of our
 * own scrolling comes when more rows are there already, and would look like a person's.
 */

/** @typedef {{ on: boolean, touched: boolean, held: boolean, moved: boolean }} Following */
/**
 * What happens: a wheel or key that goes up (`free` when there is somewhere to go) or down (`bottom`
 * when the end is there already), the pointer pressed on the
 * scroller and released, a scroll event, a press on the Follow button.
 *
 * @typedef {{ type: "up", free: boolean } | { type: "down", bottom: boolean } | { type: "press" } | { type: "release" } |
 *   { type: "scroll", bottom: boolean } | { type: "follow" }} Move
 */

/** @returns {Following} */
export const following = () => ({ on: true, touched: false, held: false, moved: false });

/**
 * Return the state after a move.
 *
 * @param {Following} state
 * @param {Move} move
 * @returns {Following}
 */
export function followed(state, move) {
  switch (move.type) {
    case "up":
      // Not touched: the event of our own last scroll to the end may still be on its way.
      return move.free ? { ...state, on: false, touched: false } : state;
    case "down":
      return move.bottom ? { ...state, on: true, touched: false } : { ...state, touched: true };
    case "press":
      return { ...state, held: true, moved: false };
    case "release":
      return { ...state, held: false, moved: false };
    case "scroll":
      if (state.held) return { ...state, moved: true, on: move.bottom };
      return state.touched && move.bottom ? { ...state, on: true, touched: false } : state;
    case "follow":
      return following();
  }
}

/**
 * Whether drawing may scroll to the end now: not while a person holds the scrollbar.
 *
 * @param {Following} state
 */
export const sticks = (state) => state.on && !state.held;
