import { createHash } from 'node:crypto'
import { addNote, type Processes } from '../../engines/process/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { orRefuse, type Platform } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { applyFor, evidenceOf, findScheme, removeDraft } from '../applications/index.ts'
import { codesOfCase } from './case-access.ts'
import type { OnlineReceipt } from './contract.ts'
import { actorOf, type Tie } from './own-persons.ts'

type Order = {
  readonly tie: Tie
  readonly schemes: readonly string[]
  /** Names of facts that the applicant does not know. */
  readonly unclear: readonly string[]
}

/**
 * Applies for one's own affairs or under a delegation: the same cases as at a counter, with the receipt that opens them again later. A family
 * member's application rests on the delegation, which says how the elder agreed.
 */
export async function applyOnline(
  tx: Tx,
  platform: Platform,
  { tie, schemes, unclear }: Order,
  around: {
    readonly account: string
    readonly processes: Processes
    readonly settings: Settings
    readonly requestId: string
  },
): Promise<OnlineReceipt> {
  const elder = { district: tie.district, id: tie.id }
  const receipt = orRefuse(
    await applyFor(
      tx,
      tie.delegation === undefined
        ? { elder, schemes, channel: 'self', consent: { how: 'online' } }
        : { elder, schemes, channel: 'delegate', consent: { how: 'delegation' }, delegation: tie.delegation },
      {
        processes: around.processes,
        settings: around.settings,
        today: platform.today(),
        actor: actorOf(around.account, tie),
        papers: platform,
        requestId: around.requestId,
      },
    ),
  )
  const first = receipt.cases[0]
  const papers = first === undefined ? [] : await codesOfCase(tx, first)
  const paper = papers.find((each) => each.kind === 'receipt')
  for (const each of receipt.cases) {
    const rule = findScheme(each.scheme)
    const labels = (rule === undefined ? [] : evidenceOf(rule)).flatMap(({ name, label }) =>
      unclear.includes(name) && each.missing.includes(label) ? [label] : [],
    )
    if (labels.length === 0) continue
    const party = tie.as === 'elder' ? 'applicant' : 'delegate'
    const by = { account: around.account, party, today: platform.today(), requestId: around.requestId } as const
    orRefuse(await addNote(tx, each, `申请人不清楚：${labels.join('、')}，请工作人员帮助核查`, true, by))
  }
  await removeDraft(tx, draftId(around.account, tie), owner(platform, around.account))
  return {
    code: paper?.code ?? null,
    paper: paper?.number ?? null,
    cases: receipt.cases.map(({ number, scheme, title, dueOn, missing }) => {
      const rule = findScheme(scheme)
      const asked = rule === undefined ? [] : evidenceOf(rule)
      return {
        number,
        scheme,
        title,
        dueOn,
        missing: missing.map((label) => ({
          name: asked.find((each) => each.label === label)?.name ?? 'other',
          title: label,
        })),
      }
    }),
  }
}

/** One draft for an account and an elder: whoever signs in on another telephone goes on with it. */
export function draftId(account: string, { district, id }: { readonly district: string; readonly id: string }): string {
  const hex = createHash('sha256').update(`draft ${account} ${district} ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const owner = (platform: Platform, account: string) => ({
  keyring: platform.keyring,
  owner: account,
  now: platform.now(),
})
