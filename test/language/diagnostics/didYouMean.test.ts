import { expect, test } from "vitest";
import { didYouMean } from "../../../src/language/diagnostics/didYouMean.js";

const names = ["temperature", "top_k", "top_p", "num_ctx", "stop", "MF201", "MF001"];

test.each([
  ["temprature", "temperature"],
  ["Temperature", "temperature"],
  ["tempertaure", "temperature"],
  ["top_kk", "top_k"],
  ["numctx", "num_ctx"],
  ["stpo", "stop"],
  ["MF2001", "MF201"],
  ["banana", undefined],
  ["x", undefined],
  ["", undefined],
])("%s -> %s", (word, meant) => {
  expect(didYouMean(word, names)).toBe(meant);
});
