import assert from "node:assert/strict";
import test from "node:test";
import { followed, following, sticks } from "./follow.js";

const after = (...moves) => moves.reduce(followed, following());

test("it follows from the beginning", () => assert.ok(sticks(following())));

test("a scroll event alone never turns it off", () => {
  assert.ok(sticks(after({ type: "scroll", bottom: false }, { type: "scroll", bottom: false })));
});

test("a wheel upwards turns it off", () => assert.ok(!sticks(after({ type: "up", free: true }))));

test("a wheel upwards with nothing above changes nothing", () => assert.ok(sticks(after({ type: "up", free: false }))));

test("the event of our own scrolling does not turn it on again", () => {
  assert.ok(!sticks(after({ type: "up", free: true }, { type: "scroll", bottom: true })));
});

test("scrolling down to the end by hand turns it on", () => {
  const moves = [{ type: "up", free: true }, { type: "down", bottom: false }];
  assert.ok(!sticks(after(...moves, { type: "scroll", bottom: false })));
  assert.ok(sticks(after(...moves, { type: "scroll", bottom: false }, { type: "scroll", bottom: true })));
});

test("a wheel downwards at the end turns it on", () => {
  assert.ok(sticks(after({ type: "up", free: true }, { type: "down", bottom: true })));
});

test("nothing scrolls under a held scrollbar, and where it is let go counts", () => {
  assert.ok(!sticks(after({ type: "press" })));
  assert.ok(!sticks(after({ type: "press" }, { type: "scroll", bottom: false }, { type: "release" })));
  assert.ok(sticks(after({ type: "press" }, { type: "scroll", bottom: true }, { type: "release" })));
});

test("a click into the lines changes nothing", () => {
  assert.ok(sticks(after({ type: "press" }, { type: "release" })));
});

test("the Follow button turns it on", () => assert.ok(sticks(after({ type: "up", free: true }, { type: "follow" }))));
