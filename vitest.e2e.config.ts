import { defineConfig } from 'vitest/config'

/** Browser journeys against the real server; one browser at a time, since the machine has two cores. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/harness/server.ts'],
    // Two servers and two browsers share two cores: a journey may take long there, and only a hang takes this long.
    testTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    maxWorkers: 1,
    // CI repeats a failed test once on its busy machine, and the run's last lines name every test that needed it.
    retry: process.env.CI === undefined ? 0 : 1,
    fileParallelism: false,
  },
})
