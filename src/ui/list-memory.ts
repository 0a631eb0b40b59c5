/** What a list held when it was left: Back brings the person to the same row with the same rows picked (UX §2.3). */
type Left = { at: string | undefined; picked: ReadonlySet<string> }

const MOST = 50
const left = new Map<string, Left>()

/** A list is known by its address; which row is open beside it is no part of that. */
export function addressOfList(pathname: string, search: Record<string, string>): string {
  const { peek: _peek, ...rest } = search
  return `${pathname}?${new URLSearchParams(Object.entries(rest).sort())}`
}

export const recall = (address: string): Left => left.get(address) ?? { at: undefined, picked: new Set() }

export function remember(address: string, now: Left): void {
  left.delete(address)
  left.set(address, now)
  const oldest = left.keys().next().value
  if (left.size > MOST && oldest !== undefined) left.delete(oldest)
}
