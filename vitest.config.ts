import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Three projects: quick tests beside the code, the built extension in a browser, and the real model on software WebGPU.
export default defineConfig({
  test: {
    // The default leaves a core free, which on two cores means one file after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "test/*.test.ts"],
          // Only what hangs should fail by it: a busy machine takes ten times as long.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          // Side by side: these mostly wait for a browser.
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/global-setup.ts",
          // More than one wait may take long (see scripts/driver/until.ts), and it is the wait that tells what did not come.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "gpu",
          include: ["test/gpu/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
