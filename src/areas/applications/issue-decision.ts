import type { CaseRef, CaseRow } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type IssueParts, issuePaper } from '../../platform/documents/issue-papers.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { resolveParameter, type Settings } from '../../policy/index.ts'
import type { ApplicationWithCard } from './read-application.ts'
import { refusals } from './refusals.ts'

export type DecisionOrder = {
  readonly case: Pick<CaseRow, 'number' | 'outcome' | 'state' | 'township' | 'village'> & CaseRef
  readonly application: ApplicationWithCard
  /** What the officer wrote when deciding. */
  readonly reason: string | null
  readonly settings: Settings
  readonly today: Day
  readonly account: string
  readonly requestId?: string
}

/**
 * 决定书: the outcome with its facts, its clauses, for a refusal the condition that failed and what would change it, and how to object. The
 * days for an objection are the district's own setting; where there is none the paper names no number.
 */
export async function issueDecision(tx: Tx, parts: IssueParts, order: DecisionOrder): Promise<Result<string>> {
  const { application, settings, today } = order
  const { card, elder, title } = application
  const outcome = order.case.outcome
  if (card === null || elder === null || (outcome !== 'granted' && outcome !== 'refused'))
    return refuse(refusals.notDecided())
  const granted = outcome === 'granted'
  const days = resolveParameter('application-objection-days', {
    on: today,
    division: order.case.district,
    settings,
  })?.value
  const issued = await issuePaper(tx, parts, {
    kind: 'decision',
    district: order.case.district,
    subject: {
      object: 'process.case',
      objectId: order.case.id,
      href: `/w/matters/${order.case.district}/${order.case.id}`,
      township: order.case.township,
      ...(order.case.village === null ? {} : { village: order.case.village }),
      elderId: elder.id,
    },
    data: {
      office: '区县民政局',
      example: elder.synthetic,
      caseNumber: order.case.number,
      addressee: elder.name,
      matter: `${title}申请`,
      decision: granted ? `同意给予${title}。` : `不予给予${title}。`,
      ...(granted && card.amountFen !== null ? { amount: { fen: card.amountFen, each: '每月' } } : {}),
      facts: card.facts.map(({ label, value, source }) => ({ label, value, ...(source === null ? {} : { source }) })),
      reasons: [
        ...(order.reason === null ? [] : [order.reason]),
        // What would change it is no reason any more where the rule says yes today.
        ...(granted || card.outcome === 'granted'
          ? []
          : [
              ...(card.outcome === 'notMet' ? [card.reason] : []),
              ...card.nearest.map(({ ifThis, thenThat }) => `如果${ifThis}，就会变成“${thenThat}”`),
            ]),
      ],
      clauses: card.clauses.map(({ title: name, number, section }) => ({
        document: `《${name}》（${number}）`,
        section,
      })),
      remedies: [
        {
          how: '向作出决定的区县民政局提出异议，可到任一受理窗口或请村（社区）代办',
          ...(typeof days === 'number' ? { within: `收到本决定书之日起 ${days} 日内` } : {}),
        },
      ],
    },
    account: order.account,
    ...(order.requestId === undefined ? {} : { requestId: order.requestId }),
  })
  return ok(issued.href)
}
