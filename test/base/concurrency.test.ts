import { expect, test } from "vitest";
import { mapConcurrently } from "../../src/base/concurrency.js";

test("keeps the order and the limit", async () => {
  let running = 0;
  let most = 0;
  const results = await mapConcurrently([3, 1, 2, 0], 2, async (n) => {
    most = Math.max(most, ++running);
    for (let i = 0; i < n; i++) await Promise.resolve();
    running--;
    return n * 10;
  });
  expect(results).toEqual([30, 10, 20, 0]);
  expect(most).toBe(2);
});

test("a failure waits for what is under way and starts nothing new", async () => {
  const log: string[] = [];
  const work = async (n: number): Promise<void> => {
    log.push(`start ${n}`);
    if (n === 0) throw new Error("first");
    for (let i = 0; i < 10; i++) await Promise.resolve();
    log.push(`end ${n}`);
  };
  await expect(mapConcurrently([0, 1, 2, 3], 2, work)).rejects.toThrow("first");
  expect(log).toEqual(["start 0", "start 1", "end 1"]);
});
