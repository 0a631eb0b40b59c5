/** The levels of government whose money pays, and welfare-lottery money, which has a purpose of its own. */
export const LEVELS = ['central', 'city', 'district', 'lottery'] as const
export type Level = (typeof LEVELS)[number]

/** Exact decimals as text, `'0.6'`; together one. */
export type Shares = Readonly<Partial<Record<string, string>>>

const SCALE = 1_000_000n

/** A share as millionths; undefined for what is not a decimal of at most six places between 0 and 1. */
export function readShare(text: string): bigint | undefined {
  const found = /^([01])(?:\.(\d{1,6}))?$/.exec(text)
  if (found === null) return undefined
  const millionths = BigInt(found[1] ?? '0') * SCALE + BigInt((found[2] ?? '').padEnd(6, '0') || '0')
  return millionths <= SCALE ? millionths : undefined
}

/** True when each share can be read and they sum to exactly one. */
export function isWhole(shares: Shares): boolean {
  const read = Object.values(shares).map((each) => (each === undefined ? undefined : readShare(each)))
  return (
    read.every((each) => each !== undefined) && read.reduce<bigint>((sum, each) => sum + (each ?? 0n), 0n) === SCALE
  )
}

/**
 * Splits whole fen by shares so that the parts sum to the amount: each is rounded down, and the fen that are left go to the largest
 * remainders, the first named first. Parts of nothing are left out.
 */
export function splitAmount(
  amountFen: number,
  shares: Shares,
): { readonly part: string; readonly amountFen: number }[] {
  if (!isWhole(shares)) throw new RangeError('shares do not sum to one')
  const exact = Object.entries(shares).map(([part, share], at) => {
    const product = BigInt(amountFen) * (readShare(share ?? '0') ?? 0n)
    return { part, at, whole: product / SCALE, rest: product % SCALE }
  })
  const left = Number(BigInt(amountFen) - exact.reduce((sum, each) => sum + each.whole, 0n))
  const favoured = new Set(
    [...exact]
      .sort((a, b) => Number(b.rest - a.rest) || a.at - b.at)
      .slice(0, left)
      .map((each) => each.at),
  )
  return exact
    .map(({ part, at, whole }) => ({ part, amountFen: Number(whole) + (favoured.has(at) ? 1 : 0) }))
    .filter((each) => each.amountFen > 0)
}
