/**
 * The parts of a card, drawn from its facts: the twin of the static HTML that the kernel makes.
 */

import { badge, button, h } from "./dom.js";
import { counted, grouped } from "./format.js";

/** @typedef {{ label: string, text: string, kind: string, note: string, link: string, target: string, wide: boolean, hue: string }} Fact */
/** @typedef {{ title: string, more: number, facts: Fact[] }} Group */
/** @typedef {{ name: string, label: string, dangerous: boolean, template: string, why: string }} Action */
/**
 * @typedef {{ kind: "card", title: string, type: string, id: string, state: string, hue: string, moving: boolean,
 *   failed: boolean, message: string, progress: number | null, removed: boolean, magic: string, unset: number,
 *   groups: Group[], links: { name: string, many: boolean }[], actions: Action[] }} CardStop
 */
/**
 * @typedef {{ kind: "rows", title: string, total: number, notes: string[], opens: boolean[], columns: { name: string, kind: string }[],
 *   rows: { text: string, null: boolean, hue: string }[][] }} RowsStop
 */
/** @typedef {(kind: string, name: string | number, more?: { target?: string }) => void} Send */

/**
 * @param {string} label
 * @param {string} key
 * @param {() => void} press
 */
const link = (label, key, press) => button(label, { key, kind: "lnk", press });

/**
 * The way here; each stop leads back.
 *
 * @param {string[]} crumbs
 * @param {string} here
 * @param {Send} send
 */
export function way(crumbs, here, send) {
  if (crumbs.length === 0) return [];
  const back = crumbs.length - 1;
  const step = () => h("span", { class: "step" }, " › ");
  return [
    button("←", { key: "back", kind: "back", title: `Back to ${crumbs[back]}`, press: () => send("back", back) }),
    ...crumbs.flatMap((label, depth) => [link(label, `crumb:${depth}`, () => send("back", depth)), step()]),
    h("span", { "aria-current": "page" }, here),
  ];
}

/** @param {CardStop} stop */
export function head(stop) {
  const gone = stop.removed ? "this resource is removed" : "";
  const progress = stop.moving && stop.progress !== null ? `${stop.progress} %` : "";
  const said = [gone, stop.message, progress].filter(Boolean).join(" · ");
  return [
    h(
      "div",
      { class: "head" },
      h("b", {}, stop.title),
      h("span", { class: "note" }, `${stop.type} ${stop.id}`),
      h("span", { class: "grow" }),
      stop.state && badge(stop.state, stop.hue),
    ),
    stop.moving && bar(stop.progress),
    said && h("div", { class: `said ${stop.failed ? "err" : "note"}`, role: "status" }, said),
  ];
}

/** @param {number | null} progress in percent, null when nobody knows */
function bar(progress) {
  const known = progress !== null;
  const fillWidth = known ? Math.max(0, Math.min(100, progress)) : 30;
  return h(
    "div",
    { class: known ? "prog" : "prog unknown", role: "progressbar", "aria-valuenow": known ? String(fillWidth) : null },
    h("i", { style: `width:${fillWidth}%` }),
  );
}

/**
 * The groups: the first stands open, the others fold and stay as the person left them.
 *
 * @param {CardStop} stop
 * @param {Set<string>} unfolded titles of the groups that are open
 * @param {Send} send
 */
export function groups(stop, unfolded, send) {
  const parts = stop.groups.map((group, index) => {
    const list = h("dl", {}, ...group.facts.map((each) => fact(each, send)));
    const more = group.more > 0 && h("div", { class: "said note" }, `… ${grouped(group.more)} more`);
    if (index === 0) return h("div", {}, list, more);
    const size = h("span", {}, grouped(group.facts.length + group.more));
    const summary = h("summary", { "data-key": `group:${group.title}` }, `${group.title} `, size);
    const fold = h("details", { open: unfolded.has(group.title) ? "" : null }, summary, list, more);
    fold.addEventListener("toggle", () => (fold.open ? unfolded.add(group.title) : unfolded.delete(group.title)));
    return fold;
  });
  const unset = stop.unset > 0 && h("div", { class: "said note" }, `${counted(stop.unset, "field")} without a value`);
  return [...parts, unset];
}

/**
 * @param {Fact} each
 * @param {Send} send
 */
function fact(each, send) {
  const plain = each.kind === "state" ? badge(each.text, each.hue) : each.text;
  const follow = () => send("follow", each.link, { target: each.target });
  return h(
    "div",
    { class: each.wide ? "wide" : null },
    h("dt", { title: each.label }, each.label),
    h(
      "dd",
      { class: each.kind === "code" || each.kind === "secret" ? "mono" : null },
      each.link ? link(each.text, `fact:${each.label}`, follow) : plain,
      each.note && h("span", { class: "note" }, ` ${each.note}`),
    ),
  );
}

/**
 * @param {CardStop} stop
 * @param {Send} send
 */
export function links(stop, send) {
  if (stop.links.length === 0) return [];
  const each = stop.links.map(({ name, many }) =>
    h("span", { class: many ? "many" : null }, link(name, `link:${name}`, () => send("follow", name))),
  );
  return [h("span", { class: "note" }, "links"), ...each];
}

/**
 * A to-many link: rows that open.
 *
 * @param {RowsStop} stop
 * @param {Send} send
 */
export function rows(stop, send) {
  const note = stop.rows.length < stop.total
    ? `${grouped(stop.rows.length)} of ${grouped(stop.total)} rows shown`
    : `${grouped(stop.total)} in all`;
  const kinds = stop.columns.map(({ kind }) => ({ number: "num", code: "mono", id: "id" })[kind] ?? null);
  const headings = stop.columns.map(({ name }, index) => h("th", { class: kinds[index] ?? null }, name));
  const lines = stop.rows.map((row, number) =>
    h("tr", {}, ...row.map((cell, index) => {
      if (cell.null) return h("td", { class: "note" }, cell.text || "null");
      const open = () => send("open", number);
      const opens = index === 0 && stop.opens[number];
      const shown = opens ? link(cell.text, `row:${number}`, open) : cell.hue ? badge(cell.text, cell.hue) : cell.text;
      return h("td", { class: kinds[index] ?? null }, shown);
    })),
  );
  const head = h("div", { class: "head" }, h("b", {}, stop.title), h("span", { class: "note" }, note));
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...headings)), h("tbody", {}, ...lines));
  const notes = stop.notes.length > 0 && h("div", { class: "foot note" }, stop.notes.join(" · "));
  return [head, h("div", { class: "scroll" }, table), notes];
}
