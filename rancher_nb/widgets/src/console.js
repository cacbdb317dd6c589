/**
 * A live console: numbered lines into a ring, only the visible ones drawn, one frame for any number of messages.
 */

import { badge, button, fill, h } from "./dom.js";
import { followed, following, sticks } from "./follow.js";
import { clock, counted, grouped, Rate } from "./format.js";
import { pieces } from "./ansi.js";
import { kernelOf, watchLife } from "./life.js";
import { Ring } from "./ring.js";

/** @typedef {import("./ring.js").Item} Item */
/** @typedef {import("./ring.js").Row} Row */
/** @typedef {{ title: string, reason: string, stopping: boolean, holdsCell: boolean, error: string }} Status */
/** @typedef {{ status: Status, capacity: number, mid: string }} Model */
/**
 * @typedef {{ kind: "lines", rows: Row[] } | { kind: "replay", rows: Row[], next: number, count: number } |
 *   { kind: "taken" }} Message
 */

const LINE = 18;
const SPARE = 12;
/** How long a Stop may go unanswered before the kernel is held to be blocked. */
const PATIENCE = 600;
const KEYS_UP = ["ArrowUp", "PageUp", "Home"];
const KEYS_DOWN = ["ArrowDown", "PageDown"];
const BLOCKED = "The kernel does not answer yet; if it is busy with a cell, the stream stops when the cell ends.";

class ConsoleView {
  /**
   * @param {import("@anywidget/types").AnyModel<Model>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.ring = new Ring(model.get("capacity"));
    this.rate = new Rate();
    this.follow = following();
    this.times = true;
    this.blocked = false;
    this.taken = true;
    this.frame = 0;
    this.dropped = 0;
    this.seen = 0;
    /** @type {Map<number, HTMLElement>} the lines that are drawn, by number */
    this.drawn = new Map();
    this.bar = h("div", { class: "bar" });
    this.lines = h("div", { class: "lines" });
    this.room = h("div", { class: "room" }, this.lines);
    this.pane = h("div", { class: "console live", tabindex: "0", role: "log", "aria-label": "Lines", "aria-live": "off" });
    this.pane.dataset.lmSuppressShortcuts = "true";
    this.pane.append(this.room);
    this.said = h("div", { "aria-live": "polite" });
    el.append(this.bar, this.pane, this.said);
    this.listen();
  }

  listen() {
    const { pane } = this;
    const move = (/** @type {import("./follow.js").Move} */ what) => {
      this.follow = followed(this.follow, what);
      this.plan();
    };
    const free = () => pane.scrollTop > 0;
    const bottom = () => pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2 * LINE;
    pane.addEventListener("wheel", (event) => {
      if (event.deltaY !== 0) move(event.deltaY < 0 ? { type: "up", free: free() } : { type: "down", bottom: bottom() });
    }, { passive: true });
    pane.addEventListener("keydown", (event) => {
      if (KEYS_UP.includes(event.key)) move({ type: "up", free: free() });
      if (event.key === "End") {
        event.preventDefault();
        this.toEnd();
      } else if (KEYS_DOWN.includes(event.key)) move({ type: "down", bottom: bottom() });
    });
    pane.addEventListener("pointerdown", () => move({ type: "press" }));
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, () => this.follow.held && move({ type: "release" }), { signal: this.ended.signal });
    }
    pane.addEventListener("scroll", () => move({ type: "scroll", bottom: bottom() }), { passive: true });
  }

  ended = new AbortController();

  /** @param {Message} message */
  hear(message) {
    if (message.kind === "lines") this.ring.add(message.rows);
    if (message.kind === "replay") this.ring.replay(message.rows, message.next, message.count);
    if (message.kind === "taken") [this.taken, this.blocked] = [true, false];
    this.rate.mark(performance.now(), this.ring.count);
    this.el.dataset.n = String(this.ring.count);
    this.plan();
  }

  /** Draw once before the next frame, however often it is asked for. */
  plan() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    const { pane, ring } = this;
    this.room.style.height = `${ring.length * LINE}px`;
    const fallen = ring.dropped - this.dropped;
    this.dropped = ring.dropped;
    if (sticks(this.follow)) {
      pane.scrollTop = pane.scrollHeight;
      this.seen = ring.count;
    } else if (fallen > 0) {
      // What is read stays in its place while the oldest lines fall off above it.
      pane.scrollTop = Math.max(0, pane.scrollTop - fallen * LINE);
    }
    this.drawLines();
    this.drawBar();
    this.drawSaid();
  }

  drawLines() {
    const { pane, ring } = this;
    const first = Math.max(0, Math.floor(pane.scrollTop / LINE) - SPARE);
    const last = Math.min(ring.length, Math.ceil((pane.scrollTop + pane.clientHeight) / LINE) + SPARE);
    /** @type {Map<number, HTMLElement>} */
    const wanted = new Map();
    for (let index = first; index < last; index += 1) {
      const item = ring.at(index);
      if (item) wanted.set(item.number, this.drawn.get(item.number) ?? line(item));
    }
    for (const [number, element] of this.drawn) if (!wanted.has(number)) element.remove();
    // Lines that stay are not moved, so that a selection in them stays too.
    let place = this.lines.firstChild;
    for (const element of wanted.values()) {
      if (element === place) place = place.nextSibling;
      else this.lines.insertBefore(element, place);
    }
    this.drawn = wanted;
    this.lines.style.transform = `translateY(${first * LINE}px)`;
  }

  drawBar() {
    const { title, reason, stopping } = this.model.get("status");
    const { ring, follow } = this;
    const rate = this.rate.perSecond(performance.now());
    const words = [counted(ring.count, "line")];
    if (ring.dropped > 0) words.push(`the last ${grouped(this.ring.length)} kept`);
    if (rate >= 1 && !reason) words.push(`${grouped(rate)} lines/s`);
    if (reason) words.push(reason);
    const behind = follow.on ? 0 : ring.count - this.seen;
    this.el.dataset.state = reason ? "ended" : stopping ? "stopping" : "live";
    this.el.dataset.follow = String(follow.on);
    const note = words.join(" · ");
    if (this.note) this.note.textContent = note;
    fill(this.bar, [title, reason !== "", stopping, this.taken, follow.on, this.times], () => {
      this.note = h("span", { class: "note tab" }, note);
      return [
        h("b", {}, title),
        badge(reason ? "ended" : "live", reason ? "off" : "ok"),
        this.note,
        h("span", { class: "grow" }),
        !follow.on && button("↓ Follow", { key: "follow", kind: "main", press: () => this.toEnd() }),
        button("Times", { key: "times", kind: this.times ? "on" : "", press: () => this.toggleTimes() }),
        !reason && button(stopping || !this.taken ? "Stopping …" : "Stop", {
          key: "stop",
          kind: "danger",
          off: stopping || !this.taken,
          press: () => this.stop(),
        }),
      ];
    }, this.pane);
    const follower = this.bar.querySelector("[data-key=follow]");
    if (follower) follower.textContent = behind > 0 ? `↓ ${grouped(behind)} new` : "↓ Follow";
  }

  drawSaid() {
    const { error } = this.model.get("status");
    fill(this.said, [error, this.blocked], () => [
      error && h("div", { class: "msg", role: "alert" }, error),
      this.blocked && h("div", { class: "said" }, h("span", { class: "note" }, BLOCKED), " ", button("Interrupt the kernel", {
        key: "interrupt",
        kind: "danger",
        press: () => void kernelOf(this.model)?.interrupt?.(),
      })),
    ], this.pane);
  }

  toEnd() {
    this.follow = followed(this.follow, { type: "follow" });
    this.plan();
  }

  toggleTimes() {
    this.times = !this.times;
    this.el.classList.toggle("untimed", !this.times);
    this.plan();
  }

  stop() {
    this.taken = false;
    this.model.send({ kind: "stop" });
    setTimeout(() => {
      if (this.taken) return;
      // Only a cell that waits for this very stream may be interrupted unasked.
      if (this.model.get("status").holdsCell) void kernelOf(this.model)?.interrupt?.();
      else this.blocked = true;
      this.plan();
    }, PATIENCE);
    this.plan();
  }
}

/**
 * Draw one line, or the gap where lines are missing.
 *
 * @param {Item} item
 */
function line(item) {
  if (item.gap > 0) return h("div", { class: "gap" }, h("span", {}, `${counted(item.gap, "line")} skipped`));
  const text = pieces(item.text).map(({ text: run, names }) => (names.length ? h("span", { class: names.join(" ") }, run) : run));
  const stderr = item.stream === "stderr";
  return h(
    "div",
    { class: stderr ? "ln err" : "ln", title: item.stamp ? `${item.stamp} ${item.stream}` : null },
    h("span", { class: "t" }, clock(item.stamp)),
    " ",
    ...text,
  );
}

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el, signal }) {
  el.classList.add("rnb", "rnb-console", "box");
  const view = new ConsoleView(model, el);
  watchLife(model, signal, el);
  const hear = (/** @type {Message} */ message) => view.hear(message);
  const changed = () => view.plan();
  model.on("msg:custom", hear);
  model.on("change:status", changed);
  // The size is known only once the view is on the page; the rate falls when nothing comes.
  const sizes = new ResizeObserver(changed);
  sizes.observe(view.pane);
  const tick = setInterval(changed, 1000);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", hear);
    model.off("change:status", changed);
    sizes.disconnect();
    clearInterval(tick);
    view.ended.abort();
  });
  model.send({ kind: "ready" });
  view.draw();
}

export default { render };
