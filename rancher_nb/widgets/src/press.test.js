import assert from "node:assert/strict";
import test from "node:test";
import { DOUBLE_CLICK, Presses } from "./press.js";

test("a press is open until it is answered", () => {
  const presses = new Presses();
  const press = presses.begin("act:restart", 0);
  assert.ok(press);
  assert.equal(presses.begin("act:stop", 5000), null);
  presses.end("another");
  assert.equal(presses.open, press);
  presses.end(press.id);
  assert.equal(presses.open, null);
});

test("a second click is no second press, even when the first is answered at once", () => {
  const presses = new Presses();
  presses.end(presses.begin("act:restart", 0).id);
  assert.equal(presses.begin("act:restart", DOUBLE_CLICK - 1), null);
  assert.equal(presses.begin("act:stop", DOUBLE_CLICK - 1), null);
  assert.ok(presses.begin("act:restart", DOUBLE_CLICK));
});

test("links may be followed one right after another", () => {
  const presses = new Presses();
  presses.end(presses.begin("follow:hosts", 0).id);
  assert.equal(presses.begin("follow:hosts", 10), null);
  assert.ok(presses.begin("open:0", 10));
});

test("two views never give the same name to a press", () => {
  assert.notEqual(new Presses().begin("act:stop", 0).id, new Presses().begin("act:stop", 0).id);
});
