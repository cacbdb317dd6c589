import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { pieces, visible } from "./ansi.js";

/** The same lines are read by the Python twin: tests/widgets/test_ansi.py. */
const SHARED = JSON.parse(readFileSync(new URL("./ansi.cases.json", import.meta.url), "utf8"));

for (const { line, pieces: expected } of SHARED) {
  test(`read ${JSON.stringify(line)}`, () => {
    assert.deepEqual(pieces(line).map(({ text, names }) => [text, names.join(" ")]), expected);
  });
}

test("steering characters are shown, letters of every script stay", () => {
  assert.equal(visible("a\u202eb\r\x00שלום\t"), "a\\u202eb\\r\\x00שלום\t");
});

test("a long line of broken sequences takes no time", () => {
  const start = performance.now();
  pieces("\x1b[".repeat(50_000));
  pieces(`\x1b]${"x".repeat(200_000)}`);
  assert.ok(performance.now() - start < 1000);
});
