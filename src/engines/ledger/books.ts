/**
 * The ledger as a pure model: what a posting must be, and what a history of postings comes to. The database follows the same rules
 * (post.ts); a property test plays random histories on both. No database, no clock.
 */
export type Currency = 'fen' | 'minutes'

/** One line of a posting: above zero it comes into the account, below zero it goes out. Whole fen or minutes. */
export type Line = { readonly owner: string; readonly amount: number; readonly ref?: string }

export type Fault =
  | 'unbalanced'
  | 'zeroLine'
  | 'accountUnknown'
  | 'keyReused'
  | 'periodClosed'
  | 'belowFloor'
  | 'holdUnknown'
  | 'holdTooSmall'

/** What is wrong with the lines by themselves: one of nothing, or a sum that is not zero. */
export function faultOfLines(lines: readonly Line[]): 'unbalanced' | 'zeroLine' | undefined {
  if (lines.some((line) => line.amount === 0)) return 'zeroLine'
  const sum = lines.reduce((total, line) => total + BigInt(line.amount), 0n)
  return sum !== 0n || lines.length < 2 ? 'unbalanced' : undefined
}

export type Happening =
  | {
      readonly does: 'post'
      readonly key: string
      readonly period: string
      readonly lines: readonly Line[]
      readonly hold?: string
    }
  | { readonly does: 'hold'; readonly key: string; readonly owner: string; readonly amount: number }
  | { readonly does: 'release'; readonly key: string }
  | { readonly does: 'close'; readonly period: string }

/** The books after a history. A balance counts what was posted; what open holds keep back is available to nobody else. */
export type Books = {
  readonly floors: ReadonlyMap<string, number | null>
  readonly balances: ReadonlyMap<string, number>
  readonly holds: ReadonlyMap<string, { readonly owner: string; readonly amount: number; readonly open: number }>
  readonly posted: ReadonlyMap<string, string>
  readonly closedThrough: string
}

/** Books of accounts (owner and floor; null: none) that nothing has happened to. */
export const openBooks = (floors: ReadonlyMap<string, number | null>): Books => ({
  floors,
  balances: new Map([...floors.keys()].map((owner) => [owner, 0])),
  holds: new Map(),
  posted: new Map(),
  closedThrough: '',
})

/** What an account may still give: its balance less what is held. */
export function availableIn(books: Books, owner: string): number {
  const held = [...books.holds.values()].filter((hold) => hold.owner === owner)
  return (books.balances.get(owner) ?? 0) - held.reduce((sum, hold) => sum + hold.open, 0)
}

/** The books after one more happening, or why it is refused; a refused happening changes nothing. */
export function happen(books: Books, what: Happening): Books | Fault {
  if (what.does === 'close') return what.period > books.closedThrough ? { ...books, closedThrough: what.period } : books
  if (what.does === 'hold') return place(books, what)
  if (what.does === 'release') {
    const hold = books.holds.get(what.key)
    return hold === undefined ? 'holdUnknown' : { ...books, holds: set(books.holds, what.key, { ...hold, open: 0 }) }
  }
  return enter(books, what)
}

function place(books: Books, what: Happening & { does: 'hold' }): Books | Fault {
  const before = books.holds.get(what.key)
  if (before !== undefined) return before.owner === what.owner && before.amount === what.amount ? books : 'keyReused'
  const floor = books.floors.get(what.owner)
  if (floor === undefined) return 'accountUnknown'
  if (floor !== null && availableIn(books, what.owner) - what.amount < floor) return 'belowFloor'
  return { ...books, holds: set(books.holds, what.key, { owner: what.owner, amount: what.amount, open: what.amount }) }
}

function enter(books: Books, what: Happening & { does: 'post' }): Books | Fault {
  const wrong =
    faultOfLines(what.lines) ??
    (what.lines.some(({ owner }) => !books.floors.has(owner)) ? 'accountUnknown' : undefined)
  if (wrong !== undefined) return wrong
  const content = JSON.stringify([
    what.period,
    [...what.lines].map(({ owner, amount, ref }) => [owner, amount, ref ?? null]).sort(),
  ])
  const before = books.posted.get(what.key)
  if (before !== undefined) return before === content ? books : 'keyReused'
  if (what.period <= books.closedThrough) return 'periodClosed'
  const moved = movements(what.lines)
  const hold = what.hold === undefined ? undefined : books.holds.get(what.hold)
  if (what.hold !== undefined && hold === undefined) return 'holdUnknown'
  for (const [owner, amount] of moved) {
    if (amount >= 0) continue
    if (owner === hold?.owner) {
      if (-amount > hold.open) return 'holdTooSmall'
      continue
    }
    const floor = books.floors.get(owner) ?? null
    if (floor !== null && availableIn(books, owner) + amount < floor) return 'belowFloor'
  }
  const balances = new Map(books.balances)
  for (const [owner, amount] of moved) balances.set(owner, (balances.get(owner) ?? 0) + amount)
  const drawn = hold === undefined ? 0 : Math.max(0, -(moved.get(hold.owner) ?? 0))
  const holds =
    hold === undefined || what.hold === undefined
      ? books.holds
      : set(books.holds, what.hold, { ...hold, open: hold.open - drawn })
  return { ...books, balances, holds, posted: set(books.posted, what.key, content) }
}

/** What each account gains or loses by some lines. */
function movements(lines: readonly Line[]): Map<string, number> {
  const moved = new Map<string, number>()
  for (const { owner, amount } of lines) moved.set(owner, (moved.get(owner) ?? 0) + amount)
  return moved
}

const set = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map(map).set(key, value)
