import { defineConfig } from 'vitest/config'

/** Browser journeys against the real server; one browser at a time, since the machine has two cores. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/harness/server.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    // CI repeats a failed test once on its busy machine, and the run's last lines name every test that needed it.
    retry: process.env.CI === undefined ? 0 : 1,
    fileParallelism: false,
  },
})
