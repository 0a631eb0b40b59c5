import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
const ENOUGH = 3 * 1024 ** 3

/**
 * Where a run of the suite keeps its databases and other passing files: in memory where there is plenty of it (a database is then cloned in a
 * tenth of the time), else the folder for temporary files. Wherever TMPDIR is set, its owner has chosen.
 */
export function passingFolder(): string {
  if (process.env.TMPDIR !== undefined) return tmpdir()
  try {
    accessSync(IN_MEMORY, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize > ENOUGH && process.availableMemory() > 2 * ENOUGH ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
