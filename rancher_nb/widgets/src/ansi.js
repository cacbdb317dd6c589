/**
 * Colours in log lines: terminal sequences read into styled pieces, all others taken out.
 *
 * The twin of the Python module of the same name; a test compares both on the same lines.
 */

/** @typedef {{ text: string, names: string[] }} Piece a run of text and the style sheet's classes for it */

const SEQUENCE =
  // eslint-disable-next-line no-control-regex
  /\x1b\[([0-?]*)[ -\/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -\/]*[0-~]/g;
const STEERING =
  // eslint-disable-next-line no-control-regex
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;

/**
 * Show steering characters as escapes, in the form Python writes them.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(STEERING, (sign) => {
    if (sign === "\r") return "\\r";
    const code = sign.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** @typedef {{ colour: number | null, bold: boolean, faint: boolean }} Style */

/** @returns {Style} */
const unstyled = () => ({ colour: null, bold: false, faint: false });

/**
 * Return a line in pieces of one style each; each line starts without style.
 *
 * @param {string} line
 * @returns {Piece[]}
 */
export function pieces(line) {
  /** @type {Piece[]} */
  const found = [];
  let style = unstyled();
  let end = 0;
  const add = (/** @type {string} */ text) => {
    if (text) found.push({ text: visible(text), names: names(style) });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[2] === "m") style = applied(style, match[1] ?? "");
  }
  add(line.slice(end));
  return found;
}

/** @param {Style} style */
function names(style) {
  const list = style.colour === null ? [] : [`c${style.colour}`];
  if (style.bold) list.push("bold");
  if (style.faint) list.push("faint");
  return list;
}

/**
 * Return the style after SGR parameters; those that are not known change nothing.
 *
 * @param {Style} before
 * @param {string} parameters
 */
function applied(before, parameters) {
  let style = { ...before };
  const codes = parameters.replaceAll(":", ";").split(";");
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? "";
    if (code === "38" || code === "48") {
      const kind = codes[index + 1] ?? "";
      const value = codes[index + 2] ?? "";
      if (code === "38" && kind === "5" && /^\d+$/.test(value) && Number(value) < 16) style.colour = Number(value);
      index += 1 + (kind === "5" ? 1 : kind === "2" ? 3 : 0);
      continue;
    }
    const number = code === "" ? 0 : /^\d+$/.test(code) ? Number(code) : -1;
    if (number === 0) style = unstyled();
    else if (number === 1 || number === 2) [style.bold, style.faint] = [number === 1, number === 2];
    else if (number === 22) [style.bold, style.faint] = [false, false];
    else if (number === 39) style.colour = null;
    else if (number >= 30 && number <= 37) style.colour = number - 30;
    else if (number >= 90 && number <= 97) style.colour = number - 82;
  }
  return style;
}
