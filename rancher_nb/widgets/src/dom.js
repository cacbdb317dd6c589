/**
 * Elements from values. Text goes in as text nodes only: nothing that a server says is ever read as markup.
 */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element. Buttons get the attribute that keeps the notebook's shortcuts away from them: it must be on the
 * control itself, or two presses of `d` on a focused button delete the cell.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | null | undefined>} attributes those that are null are left out
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  if (/^(button|input|select|textarea|summary)$/.test(tag)) element.dataset.lmSuppressShortcuts = "true";
  if (tag === "button" && !("type" in attributes)) element.setAttribute("type", "button");
  element.append(...children.filter(isShown));
  return element;
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
const isShown = (child) => child !== null && child !== undefined && child !== false && child !== "";

/**
 * Make a button; one that is off keeps its focus and says so to everyone.
 *
 * @param {string} label
 * @param {{ key: string, kind?: string, off?: boolean, title?: string, press: () => void }} how
 */
export function button(label, { key, kind, off, title, press }) {
  const element = h("button", { class: kind, "data-key": key, title, "aria-disabled": off ? "true" : null }, label);
  element.addEventListener("click", (event) => {
    // A held Enter clicks again and again.
    if (element.getAttribute("aria-disabled") !== "true" && event.detail <= 1) press();
  });
  element.addEventListener("keydown", (event) => {
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
  });
  return element;
}

/**
 * A state with the dot of its hue.
 *
 * @param {string} state
 * @param {string} hue
 */
export const badge = (state, hue) => h("span", { class: `state s-${hue || "off"}` }, state);

/**
 * Make an element one that can hold the focus when the control that had it goes: with the focus on nothing, the next
 * key would be a shortcut of the notebook.
 *
 * @param {HTMLElement} element
 */
export function keep(element) {
  element.tabIndex = -1;
  element.dataset.lmSuppressShortcuts = "true";
}

/**
 * Fill an element anew if what it shows has changed; the focus stays on the control with the same key.
 *
 * @param {HTMLElement} section
 * @param {unknown} facts all that the contents depend on, as JSON values
 * @param {() => Child[]} build
 * @param {HTMLElement} keeper takes the focus when its control is gone
 */
export function fill(section, facts, build, keeper) {
  const key = JSON.stringify(facts);
  if (section.dataset.facts === key) return;
  section.dataset.facts = key;
  const active = section.contains(document.activeElement) ? document.activeElement : null;
  const focused = active instanceof HTMLElement ? active.dataset.key : undefined;
  // First away from what goes: when the focused element is removed the notebook takes the focus itself.
  if (active) keeper.focus({ preventScroll: true });
  section.replaceChildren(...build().filter(isShown));
  if (focused === undefined) return;
  for (const each of section.querySelectorAll("[data-key]")) {
    if (each instanceof HTMLElement && each.dataset.key === focused) each.focus({ preventScroll: true });
  }
}
