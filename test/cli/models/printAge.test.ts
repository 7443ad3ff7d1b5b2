import { expect, test } from "vitest";
import { printAge } from "../../../src/cli/models/printAge.js";

const day = 86_400;

test.each([
  [0, "Less than a second ago"],
  [1, "1 second ago"],
  [59, "59 seconds ago"],
  [60, "About a minute ago"],
  [150, "2 minutes ago"],
  [3600, "About an hour ago"],
  [47 * 3600, "47 hours ago"],
  [2 * day, "2 days ago"],
  [13 * day, "13 days ago"],
  [14 * day, "2 weeks ago"],
  [59 * day, "8 weeks ago"],
  [60 * day, "2 months ago"],
  [729 * day, "24 months ago"],
  [800 * day, "2 years ago"],
])("%d seconds is %s", (seconds, text) => expect(printAge(1_000_000, 1_000_000 + seconds * 1000)).toBe(text));
