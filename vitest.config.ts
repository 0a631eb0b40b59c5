import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/testing/longest-first.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'simulator/**/*.test.ts', 'tools/**/*.test.ts'],
    globalSetup: ['tools/testing/database-setup.ts'],
    // The proofs repeat what a test does hundreds of times; a hang must still end.
    testTimeout: process.env.PROVE === '1' ? 1_200_000 : 60_000,
    hookTimeout: 120_000,
    // The usual second is too short for what waits for another process on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // CI repeats a failed test once on its busy machine, and the run's last lines name every test that needed it.
    retry: process.env.CI === undefined ? 0 : 1,
  },
})
