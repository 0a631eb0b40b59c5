import { type Day, day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findParameter } from '../../policy/index.ts'
import { approveSetting } from './approve-setting.ts'
import type { Proposal } from './contract.ts'
import { proposeSetting } from './propose-setting.ts'
import { listSettings } from './queries.ts'

const VOUCHER_BEGAN = day('2026-01-01')
const later = (asked: Day, begins: Day | undefined): Day => (begins !== undefined && asked < begins ? begins : asked)

/** Invented for the demonstration, marked 示例 wherever seen; no document names these figures. */
const EXAMPLES: readonly (readonly [parameter: string, value: Proposal['value']])[] = [
  ['old-age-allowance-80-89', 100],
  ['old-age-allowance-90-99', 200],
  ['old-age-allowance-100', 500],
  ['old-age-allowance-birthday-month', 'nextMonth'],
  ['old-age-allowance-death-month', true],
  ['old-age-allowance-place', 'residence'],
  ['care-subsidy-amount', 200],
  ['care-subsidy-hardship', ['subsistence', 'subsistenceMargin']],
  ['care-subsidy-advanced-age', 80],
  ['care-subsidy-care-levels', ['moderate', 'severe', 'total']],
  ['care-subsidy-birthday-month', 'nextMonth'],
  ['care-subsidy-death-month', true],
  ['extreme-hardship-care-full-levels', ['severe', 'total']],
  ['extreme-hardship-care-half-levels', ['mild', 'moderate']],
  ['extreme-hardship-care-full', 600],
  ['extreme-hardship-care-half', 300],
  ['extreme-hardship-care-self', 50],
  ['extreme-hardship-care-death-month', true],
  ['disability-voucher-ceiling', 800],
  ['disability-voucher-death-month', true],
  ['overlap-old-age-allowance-care-subsidy', 'stack'],
  ['overlap-old-age-allowance-extreme-hardship-care-subsidy', 'stack'],
  ['overlap-care-subsidy-extreme-hardship-care-subsidy', 'keepSecond'],
  ['overlap-care-subsidy-disability-voucher', 'stack'],
  ['overlap-extreme-hardship-care-subsidy-disability-voucher', 'stack'],
  ['operating-subsidy-count-rule', 'lastDay'],
  ['operating-subsidy-weight-special-difficulty', 20],
  ['operating-subsidy-weight-lost-abilities', 40],
  ['application-acceptance-days', 5],
  ['application-correction-days', 10],
  ['application-handling-days', 15],
  ['application-notice-days', 7],
  ['application-objection-days', 60],
  ['application-review-days', 30],
  ['filing-receipt-days', 10],
  ['filing-check-days', 15],
  ['application-first-month', 'appliedMonth'],
  ['payment-account-cooling-off', 7],
  ['payment-proof-of-life-age', 180],
  ['clawback-instalments-most', 12],
  ['prepayment-deposit-reserve-percent', 10],
  ['prepayment-membership-reserve-percent', 20],
  ['prepayment-membership-barred', ['public', 'publicPrivatelyRun']],
  ['prepayment-membership-months-most', 12],
  ['price-change-notice-days', 30],
  ['custody-feed-hours-most', 48],
  ['custody-outflow-percent', 50],
  ['incident-family-hours', 24],
  ['assessment-validity-months', 12],
  ['assessment-objection-days', 30],
  ['assessment-pair-needs-clinical', true],
  ['recognition-sichuan', true],
  ['visit-list-driver', 'either'],
  ['visit-list-monthly', 1],
  ['visit-facility-residents', false],
  ['visit-high-kinds', ['alone', 'kinless', 'severe', 'severelyDisabled', 'advancedAge', 'dementia']],
  ['visit-high-least', 3],
  ['visit-high-per-month', 4],
  ['visit-key-kinds', ['alone', 'kinless', 'severe', 'dementia']],
  ['visit-key-per-month', 1],
  ['visit-check-hours', 4],
  ['visit-need-pickup-days', 3],
  ['visit-need-handling-days', 10],
  ['visit-call-back-share', 10],
  ['visit-doubt-metres', 500],
  ['visit-doubt-minutes', 3],
  ['visit-doubt-speed', 30],
  ['visit-doubt-equal', 5],
  ['pairing-most-elders', 5],
]

/**
 * Sets the open values of a demonstration district, through the same two signatures as everybody. A second run changes nothing.
 * `consentFrom`: the day from which 养老服务补贴 asks for consent first; without it everything is paid from the register.
 * @throws when two of the example values are refused: a mistake in this file
 */
export async function setDemonstrationValues(
  tx: Tx,
  asked: { division: string; from: Day; maker: string; checker: string; consentFrom?: Day },
): Promise<number> {
  const held = await listSettings(tx, asked.division, null, 1)
  if (held.length > 0) return 0
  const examples: [string, Proposal['value'], Day][] = EXAMPLES.map(([parameter, value]) => [
    parameter,
    value,
    // A value may not begin before what it belongs to: the voucher of 2026, the standard of the end of 2022.
    later(asked.from, /voucher/.test(parameter) ? VOUCHER_BEGAN : findParameter(parameter)?.effective_from),
  ])
  if (asked.consentFrom !== undefined) examples.push(['claim-care-subsidy', 'consent', asked.consentFrom])
  for (const [parameter, value, from] of examples) {
    const proposal = {
      division: asked.division,
      parameter,
      value,
      from,
      document: '示例：演示用数值，不是任何文件的规定',
    }
    const proposed = await proposeSetting(tx, asked.maker, proposal, true)
    const approved = proposed.ok ? await approveSetting(tx, asked.checker, proposed.value.id) : proposed
    if (!approved.ok) throw new Error(`${parameter}: ${approved.refusal.message}`)
  }
  return examples.length
}
