/**
 * Whether the kernel object behind a view still lives.
 *
 * No event of the widget's own tells of a kernel that was shut down, so the notebook's session is asked where the
 * front end shows it; every part of that is optional. A dead view hides and uncovers its static twin.
 */

/**
 * @typedef {{ status?: string, interrupt?: () => Promise<void> }} Kernel
 * @typedef {{ connect: (slot: () => void) => void, disconnect: (slot: () => void) => void }} Signal
 * @typedef {{ session?: { kernel?: Kernel | null } | null, statusChanged: Signal, kernelChanged: Signal }} Session
 */

const GONE = ["restarting", "autorestarting", "dead"];

/**
 * @param {import("@anywidget/types").AnyModel} model
 * @returns {Session | undefined}
 */
function session(model) {
  const manager = /** @type {{ context?: { sessionContext?: Session } }} */ (
    /** @type {unknown} */ (model.widget_manager)
  );
  return manager?.context?.sessionContext;
}

/**
 * Return the kernel behind the notebook, where the front end shows it.
 *
 * @param {import("@anywidget/types").AnyModel} model
 * @returns {Kernel | undefined}
 */
export function kernelOf(model) {
  return session(model)?.session?.kernel ?? undefined;
}

/**
 * Mark an element live or dead, now and whenever it changes.
 *
 * @param {import("@anywidget/types").AnyModel} model
 * @param {AbortSignal} signal ends the watch
 * @param {HTMLElement} el
 */
export function watchLife(model, signal, el) {
  const context = session(model);
  let lost = false;
  const look = () => {
    const kernel = context?.session?.kernel;
    if (context && (!kernel || GONE.includes(kernel.status ?? ""))) lost = true;
    el.classList.toggle("rnb-live", !lost);
    el.classList.toggle("rnb-dead", lost);
  };
  const lose = () => {
    lost = true;
    look();
  };
  model.on("comm_live_update", lose);
  context?.statusChanged.connect(look);
  context?.kernelChanged.connect(look);
  signal.addEventListener("abort", () => {
    model.off("comm_live_update", lose);
    context?.statusChanged.disconnect(look);
    context?.kernelChanged.disconnect(look);
  });
  // A model restored from a file has no kernel object behind it, and no event says so.
  model.widget_manager?.get_model?.(model.get("mid")).then(
    (found) => {
      if (/** @type {{ comm_live?: boolean }} */ (/** @type {unknown} */ (found)).comm_live === false) lose();
    },
    () => {},
  );
  look();
}
