import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A starved machine must not fail a test: only a hang should ever reach this.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "threads",
  },
});
