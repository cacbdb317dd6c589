import assert from "node:assert/strict";
import test from "node:test";
import { clock, counted, grouped, Rate } from "./format.js";

test("numbers are grouped and counted", () => {
  assert.equal(grouped(1234567), "1,234,567");
  assert.equal(counted(1, "line"), "1 line");
  assert.equal(counted(1000, "line"), "1,000 lines");
});

test("a stamp becomes a time of day to the millisecond", () => {
  assert.equal(clock("2017-03-03T10:20:30.123456789Z"), "10:20:30.123");
  assert.equal(clock("2017-03-03T10:20:30Z"), "10:20:30.000");
  assert.equal(clock("2017-03-03T10:20:30.5+00:00"), "10:20:30.500");
  assert.equal(clock(""), "");
});

test("a rate is what came a second, and nothing after a silence", () => {
  const rate = new Rate();
  assert.equal(rate.perSecond(0), 0);
  for (let now = 0; now <= 3000; now += 100) rate.mark(now, now * 2);
  assert.equal(Math.round(rate.perSecond(3000)), 2000);
  assert.equal(rate.perSecond(6000), 0);
});
