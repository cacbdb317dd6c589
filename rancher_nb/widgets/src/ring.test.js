import assert from "node:assert/strict";
import test from "node:test";
import { Ring } from "./ring.js";

/** @param {number} first @param {number} count @param {number} [skipped] */
const rows = (first, count, skipped = 0) =>
  Array.from({ length: count }, (_, index) => [first + index, index === 0 ? skipped : 0, "", "stdout", `${first + index}`]);
const shown = (ring) => Array.from({ length: ring.length }, (_, index) => ring.at(index)).map((item) => item.gap ? `-${item.gap}` : item.text);

test("lines come in order", () => {
  const ring = new Ring(10);
  ring.add(rows(0, 3));
  assert.deepEqual(shown(ring), ["0", "1", "2"]);
});

test("known numbers are dropped", () => {
  const ring = new Ring(10);
  ring.add(rows(0, 3));
  ring.add(rows(1, 3));
  assert.deepEqual(shown(ring), ["0", "1", "2", "3"]);
  assert.equal(ring.count, 4);
});

test("a gap is marked with how many are missing", () => {
  const ring = new Ring(10);
  ring.add(rows(0, 1));
  ring.add(rows(6, 1, 5));
  assert.deepEqual(shown(ring), ["0", "-5", "6"]);
});

test("skipped lines that took no numbers are marked too", () => {
  const ring = new Ring(10);
  ring.add(rows(0, 1));
  ring.add(rows(1, 1, 7));
  assert.deepEqual(shown(ring), ["0", "-7", "1"]);
});

test("only the newest stay, and what fell off is counted", () => {
  const ring = new Ring(3);
  for (let number = 0; number < 100; number += 1) ring.add(rows(number, 1));
  assert.deepEqual(shown(ring), ["97", "98", "99"]);
  assert.equal(ring.dropped, 97);
  assert.ok(ring.items.length <= 7);
});

test("a replay before anything else is all there is", () => {
  const ring = new Ring(10);
  ring.replay(rows(5, 3), 8, 8);
  assert.deepEqual(shown(ring), ["5", "6", "7"]);
  assert.equal(ring.count, 8);
  ring.add(rows(8, 1));
  assert.deepEqual(shown(ring), ["5", "6", "7", "8"]);
});

test("a replay that comes late puts the older lines in front and nothing twice", () => {
  const ring = new Ring(10);
  ring.add(rows(4, 3));
  ring.replay(rows(0, 6), 6, 6);
  assert.deepEqual(shown(ring), ["0", "1", "2", "3", "4", "5", "6"]);
  assert.equal(ring.count, 7);
  ring.add(rows(6, 2));
  assert.deepEqual(shown(ring).at(-1), "7");
});

test("a replay keeps the gap that only came live", () => {
  const ring = new Ring(10);
  ring.replay(rows(0, 2), 2, 2);
  ring.add(rows(5, 1, 3));
  ring.replay(rows(0, 2), 2, 2);
  assert.deepEqual(shown(ring), ["0", "1", "-3", "5"]);
});
