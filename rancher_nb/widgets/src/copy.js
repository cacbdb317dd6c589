/**
 * Text onto the clipboard, or shown selected where the browser does not allow that.
 */

import { h } from "./dom.js";

/**
 * Copy a text and say so on the button for a moment.
 *
 * @param {string} text
 * @param {HTMLElement} from the button
 */
export async function copy(text, from) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { readonly: "", rows: String(text.split("\n").length), class: "copied" });
    field.value = text;
    from.after(field);
    field.select();
    field.addEventListener("blur", () => field.remove());
    return;
  }
  const label = from.textContent;
  if (label === "Copied") return;
  from.textContent = "Copied";
  setTimeout(() => {
    from.textContent = label;
  }, 1200);
}
