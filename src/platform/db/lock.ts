import { closeSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Who holds a data folder, and how to reach the database that it runs. */
export type Holder = { pid: number; startedTicks: string; url?: string; http?: string }

const FILE = 'yiyang.lock'

/**
 * Takes the folder for this process, or tells who has it. The holder is known by process id and start time, because a
 * process id alone can belong to somebody else after a restart of the machine.
 */
export function takeFolder(folder: string): { taken: true } | { taken: false; holder: Holder } {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, FILE)
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, JSON.stringify(self()))
      closeSync(handle)
      return { taken: true }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(folder)
    if (holder !== undefined && isAlive(holder)) return { taken: false, holder }
    // Left by a process that was killed: move it aside under a name of our own, so that two starters cannot both
    // remove the file that the other has just made.
    try {
      renameSync(file, `${file}.${process.pid}`)
      const moved = parseHolder(readFileSync(`${file}.${process.pid}`, 'utf8'))
      unlinkSync(`${file}.${process.pid}`)
      if (moved !== undefined && isAlive(moved)) return { taken: false, holder: moved }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  const holder = readHolder(folder)
  if (holder !== undefined) return { taken: false, holder }
  throw new Error(`cannot take the data folder ${folder}`)
}

/** Tells others how to reach what this process runs; only the holder calls it. */
export function announce(folder: string, reach: { url?: string; http?: string }): void {
  const file = join(folder, FILE)
  writeFileSync(`${file}.new`, JSON.stringify({ ...self(), ...reach }), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export function leaveFolder(folder: string): void {
  const holder = readHolder(folder)
  if (holder?.pid === process.pid) unlinkSync(join(folder, FILE))
}

/** The living holder of a folder, if there is one. */
export function findHolder(folder: string): Holder | undefined {
  const holder = readHolder(folder)
  return holder !== undefined && isAlive(holder) ? holder : undefined
}

function readHolder(folder: string): Holder | undefined {
  try {
    return parseHolder(readFileSync(join(folder, FILE), 'utf8'))
  } catch {
    return undefined
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return undefined
  }
}

const self = (): Holder => ({ pid: process.pid, startedTicks: startedTicks(process.pid) ?? '' })

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const ticks = startedTicks(holder.pid)
  return ticks === undefined || holder.startedTicks === '' || ticks === holder.startedTicks
}

/** The 22nd field of /proc/PID/stat; undefined where the system has no such file. */
function startedTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
