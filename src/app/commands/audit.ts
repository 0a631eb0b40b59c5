import { notedHead, type Verification, verifyAudit } from '../../platform/audit/index.ts'
import { ConfigError, option } from '../../platform/config/config.ts'
import { misused } from '../command-line/arguments.ts'
import { withPlatform } from '../command-platform.ts'

const USAGE = 'Usage: yiyang audit verify [--head SEQ:HASH] [--json] [--data DIR]\n'

export const command = {
  name: 'audit',
  summary: 'verify: walk the chain of the audit and name every changed, removed or reordered entry',
  run: async (args: string[]): Promise<number> => {
    if (args[0] !== 'verify') return misused(args, USAGE)
    const given = option(args, '--head')
    const head = given === undefined ? undefined : parseHead(given)
    const found = await withPlatform(args, (platform, config) =>
      verifyAudit(platform.db, platform.keyring.auditKey, head ?? notedHead(config.YIYANG_DATA)),
    )
    process.stdout.write(args.includes('--json') ? `${JSON.stringify(found, null, 2)}\n` : describe(found))
    return found.ok ? 0 : 1
  },
}

function parseHead(text: string) {
  const [seq, hash] = text.split(':')
  if (!/^\d+$/.test(seq ?? '') || !/^[0-9a-f]{64}$/.test(hash ?? ''))
    throw new ConfigError('--head takes SEQ:HASH as `yiyang audit verify` prints it')
  return { seq: Number(seq), hash: hash ?? '' }
}

function describe({ ok, sealed, head, faults, faultCount, unsealed }: Verification): string {
  const lines = faults.map(
    ({ kind, seq, district, entry }) =>
      `${kind}${seq === undefined ? '' : ` at ${seq}`}${entry === undefined ? '' : `: entry ${entry} of ${district || 'no district'}`}`,
  )
  if (faultCount > faults.length) lines.push(`and ${faultCount - faults.length} more`)
  lines.push(
    `${sealed} entries sealed, head ${head.seq}:${head.hash}`,
    unsealed.count === 0
      ? 'no entry waits for its seal'
      : `${unsealed.count} entries wait for their seal, the oldest of ${unsealed.oldest}`,
    ok ? 'The chain is whole.' : 'The chain is BROKEN.',
  )
  return `${lines.join('\n')}\n`
}
