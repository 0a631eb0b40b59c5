import { checkLedger, type LedgerCheck } from '../../engines/ledger/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { misused } from '../command-line/arguments.ts'
import { withPlatform } from '../command-platform.ts'

const USAGE = 'Usage: yiyang ledger check [--json] [--data DIR]\n'

export const command = {
  name: 'ledger',
  summary: 'check: every posting, balance, hold and closed month, and name what does not agree',
  run: async (args: string[]): Promise<number> => {
    if (args[0] !== 'check') return misused(args, USAGE)
    const found = await withPlatform(args, ({ db }) => asSystem(db, checkLedger))
    process.stdout.write(args.includes('--json') ? `${JSON.stringify(found, null, 2)}\n` : describe(found))
    return found.balanced ? 0 : 1
  },
}

function describe({ balanced, accounts, postings, violations }: LedgerCheck): string {
  const lines = violations.map(({ kind, district, object, says }) => `${kind} in ${district}: ${object}: ${says}`)
  return `${[...lines, `${accounts} accounts, ${postings} postings`, balanced ? 'The ledger is in balance.' : 'The ledger is NOT in balance.'].join('\n')}\n`
}
