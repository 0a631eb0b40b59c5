import { readdirSync, readFileSync } from 'node:fs'

/** Proportional memory of a process and all that came from it, in MB: shared pages count once. Linux only; NaN elsewhere. */
export function familyMemoryMb(root: number): number {
  const parents = new Map<number, number>()
  try {
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const pid = Number(entry)
      const parent = parentOf(pid)
      if (parent !== undefined) parents.set(pid, parent)
    }
  } catch {
    return Number.NaN
  }
  let kilobytes = 0
  for (const pid of parents.keys()) if (descends(parents, pid, root)) kilobytes += pssOf(pid)
  return Math.round(kilobytes / 1024)
}

function descends(parents: ReadonlyMap<number, number>, pid: number, root: number): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true
  return false
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
