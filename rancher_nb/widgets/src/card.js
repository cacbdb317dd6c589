/**
 * A live card: draws what the kernel shows, sends presses, asks before what destroys.
 */

import { groups, head, links, rows, way } from "./cardparts.js";
import { copy } from "./copy.js";
import { button, fill, h, keep } from "./dom.js";
import { watchLife } from "./life.js";
import { DOUBLE_CLICK, Presses } from "./press.js";

/** @typedef {import("./cardparts.js").CardStop} CardStop */
/** @typedef {import("./cardparts.js").RowsStop} RowsStop */
/** @typedef {import("./cardparts.js").Action} Action */
/** @typedef {import("./dom.js").Child} Child */
/**
 * @typedef {{ crumbs: string[], stop: CardStop | RowsStop, serial: number, busy: string, answered: string,
 *   error: { at: string, lines: string[] } | null, off: string, gave_up: boolean }} View
 */
/** @typedef {{ view: View, mid: string }} Model */

/** After so long without an answer the person is told. The kernel's status would not tell: it counts other threads. */
const PATIENCE = 700;
const BUSY = "The kernel does not answer yet; if it is busy with a cell, this press is carried out when the cell ends.";
const GAVE_UP = "It has been moving for a long time; press Refresh to look again.";

class CardView {
  /**
   * @param {import("@anywidget/types").AnyModel<Model>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.presses = new Presses();
    /** @type {Set<string>} */
    this.unfolded = new Set();
    /** @type {Action | null} the action that waits for a second step, or whose template is shown */
    this.asked = null;
    this.refused = "";
    this.waiting = false;
    this.parts = {
      way: h("nav", { class: "crumbs", "aria-label": "The way here" }),
      head: h("div", {}),
      body: h("div", {}),
      links: h("div", { class: "links" }),
      acts: h("div", { class: "acts", role: "group", "aria-label": "Actions" }),
      said: h("div", { "aria-live": "polite" }),
    };
    keep(el);
    el.append(...Object.values(this.parts));
  }

  get view() {
    return this.model.get("view");
  }

  /**
   * Send a press, unless one is open.
   *
   * @param {string} kind
   * @param {string | number} name
   * @param {{ target?: string }} [more]
   */
  send(kind, name, more = {}) {
    if (this.view.busy) return;
    const press = this.presses.begin(`${kind}:${name}`, performance.now());
    if (!press) return;
    [this.asked, this.refused, this.waiting] = [null, "", false];
    this.model.send({ kind, name, press: press.id, serial: this.view.serial, ...more });
    setTimeout(() => this.wait(press), PATIENCE);
    // The buttons come back when a second click can no longer be meant for the same press.
    setTimeout(() => this.draw(), DOUBLE_CLICK + 20);
    this.draw();
  }

  /** @param {import("./press.js").Press} press */
  wait(press) {
    if (press.taken || this.presses.open !== press) return;
    this.waiting = true;
    this.draw();
  }

  /** @param {{ kind: string, press: string, why?: string }} message */
  hear(message) {
    if (message.kind === "taken") {
      if (this.presses.open?.id === message.press) this.waiting = false;
      this.presses.taken(message.press);
      if (this.view.answered === message.press) this.presses.end(message.press);
    } else if (message.kind === "refused" && this.presses.open?.id === message.press) {
      this.presses.end(message.press);
      [this.waiting, this.refused] = [false, `Not sent: ${message.why ?? ""}.`];
    }
    this.draw();
  }

  changed() {
    this.presses.end(this.view.answered);
    if (!this.presses.open) this.waiting = false;
    if (this.asked && !this.action(this.asked.name)) this.asked = null;
    this.draw();
  }

  /** @param {string} name */
  action(name) {
    const { stop } = this.view;
    return stop.kind === "card" ? stop.actions.find((each) => each.name === name) : undefined;
  }

  draw() {
    const { crumbs, stop, serial } = this.view;
    const { parts } = this;
    const send = this.send.bind(this);
    const renew = (/** @type {HTMLElement} */ part, /** @type {unknown} */ facts, /** @type {() => Child[]} */ build) =>
      fill(part, facts, build, this.el);
    const here = stop.kind === "card" ? `${stop.type} ${stop.title}` : stop.title;
    renew(parts.way, [crumbs, here], () => way(crumbs, here, send));
    if (stop.kind === "card") {
      const { actions: _actions, links: offered, groups: facts, unset, ...top } = stop;
      renew(parts.head, top, () => head(stop));
      renew(parts.body, [serial, facts, unset], () => groups(stop, this.unfolded, send));
      renew(parts.links, [serial, offered], () => links(stop, send));
    } else {
      renew(parts.head, "rows", () => []);
      renew(parts.body, [serial, stop], () => rows(stop, send));
      renew(parts.links, "rows", () => []);
    }
    const open = this.view.busy || this.presses.open?.at || "";
    const off = open !== "" || this.presses.isWarm(performance.now());
    this.el.dataset.busy = open;
    this.el.setAttribute("aria-busy", open ? "true" : "false");
    const actions = stop.kind === "card" ? stop.actions : [];
    renew(parts.acts, [serial, actions, open, off, this.view.off, this.asked], () => this.acts(actions, open, off));
    const said = this.saidNow();
    renew(parts.said, [said, this.asked], () => this.said(said));
  }

  /**
   * The buttons; while one action asks for its second step, that alone.
   *
   * @param {Action[]} actions
   * @param {string} open the press that is under way
   * @param {boolean} off
   */
  acts(actions, open, off) {
    const { asked } = this;
    if (asked && !asked.template) return this.confirmation(asked, off);
    const readOnly = this.view.off;
    const buttons = actions.map((action) => {
      const under = open === `act:${action.name}`;
      const asks = action.dangerous || action.template ? "…" : "";
      return button(under ? `${action.label} …` : `${action.label}${asks}`, {
        key: `act:${action.name}`,
        kind: action.dangerous ? "danger" : action.name === "logs" ? "main" : "",
        off: off || (!action.template && (readOnly !== "" || action.why !== "")),
        title: readOnly && !action.template ? readOnly : action.why && `${action.label} ${action.why}`,
        press: () => this.press(action),
      });
    });
    const { stop } = this.view;
    const magic = stop.kind === "card" ? stop.magic : "";
    const copied = button("Copy as magic", { key: "copy", title: magic, press: () => void copy(magic, copied) });
    return [
      ...buttons,
      readOnly && actions.length > 0 && h("span", { class: "note" }, "read-only"),
      h("span", { class: "grow" }),
      button("Refresh", { key: "refresh", off, press: () => this.send("refresh", "") }),
      magic && copied,
    ];
  }

  /**
   * The second step before what destroys. The focus lies on Cancel.
   *
   * @param {Action} action
   * @param {boolean} off
   */
  confirmation(action, off) {
    const { stop } = this.view;
    const what = stop.kind === "card" ? `${stop.type} ${stop.title} (${stop.id})` : stop.title;
    const cancel = button("Cancel", { key: "cancel", press: () => this.ask(null) });
    const sure = button(action.label, {
      key: `sure:${action.name}`,
      kind: "danger full",
      off,
      press: () => this.send("act", action.name),
    });
    const box = h("span", { class: "sure", role: "alertdialog", "aria-label": `${action.label}?` });
    box.append(h("span", {}, `${action.label} ${what}?`), sure, cancel);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.ask(null);
    });
    queueMicrotask(() => cancel.focus({ preventScroll: true }));
    return [box];
  }

  /** @param {Action} action */
  press(action) {
    if (action.template || action.dangerous) this.ask(this.asked?.name === action.name ? null : action);
    else this.send("act", action.name);
  }

  /** @param {Action | null} action */
  ask(action) {
    const before = this.asked?.name;
    this.asked = action;
    this.refused = "";
    this.draw();
    if (action || !before) return;
    const from = this.el.querySelector(`[data-key="${CSS.escape(`act:${before}`)}"]`);
    if (from instanceof HTMLElement) from.focus({ preventScroll: true });
  }

  /** What is to be said below the buttons: text and how it looks. */
  saidNow() {
    /** @type {{ text: string, kind: string }[]} */
    const said = [];
    const { error, gave_up: gaveUp } = this.view;
    if (error) said.push({ text: error.lines.join("\n"), kind: "msg" });
    if (this.refused) said.push({ text: this.refused, kind: "msg" });
    if (this.waiting) said.push({ text: BUSY, kind: "said note" });
    if (gaveUp) said.push({ text: GAVE_UP, kind: "said note" });
    return said;
  }

  /** @param {{ text: string, kind: string }[]} said */
  said(said) {
    const { asked } = this;
    const blocks = said.map(({ text, kind }) => h("div", { class: kind, role: kind === "msg" ? "alert" : null }, text));
    if (!asked?.template) return blocks;
    const copied = button("Copy", { key: "copy-template", press: () => void copy(asked.template, copied) });
    const close = button("Close", { key: "close-template", press: () => this.ask(null) });
    const why = h("div", { class: "said" }, `${asked.label} ${asked.why}. Write in a cell:`);
    return [...blocks, h("div", { class: "template" }, why, h("pre", {}, asked.template), copied, " ", close)];
  }
}

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el, signal }) {
  el.classList.add("rnb", "rnb-card", "box");
  const card = new CardView(model, el);
  watchLife(model, signal, el);
  const hear = (/** @type {{ kind: string, press: string }} */ message) => card.hear(message);
  const changed = () => card.changed();
  model.on("msg:custom", hear);
  model.on("change:view", changed);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", hear);
    model.off("change:view", changed);
  });
  card.draw();
}

export default { render };
