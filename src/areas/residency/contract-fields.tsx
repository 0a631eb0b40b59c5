import { DayField, TextField, Tiles, YuanField } from '../../ui/field.tsx'
import { readYuan } from '../../ui/formats.ts'
import type { Act } from './contract.ts'
import { PAYERS, SIGNERS } from './words.ts'

type Terms = Extract<Act, { act: 'admit' }>['contract']
/** A contract as it is typed. */
export type ContractText = {
  bedFee: string
  careFee: string
  mealFee: string
  deposit: string
  hospitalPercent: string
  leavePercent: string
  payer: string
  signedBy: string
  until: string
}
export const EMPTY_CONTRACT: ContractText = {
  bedFee: '',
  careFee: '',
  mealFee: '',
  deposit: '0',
  hospitalPercent: '',
  leavePercent: '',
  payer: 'self',
  signedBy: 'self',
  until: '',
}

/** The terms of what was typed; undefined while something is missing or is no number. */
export function readContract(of: ContractText): Terms | undefined {
  const [bedFeeFen, careFeeFen, mealFeeFen, depositFen] = [of.bedFee, of.careFee, of.mealFee, of.deposit].map(readYuan)
  if (bedFeeFen === undefined || careFeeFen === undefined || mealFeeFen === undefined || depositFen === undefined)
    return undefined
  const hospital = percentOf(of.hospitalPercent)
  const leave = percentOf(of.leavePercent)
  if (hospital === undefined || leave === undefined) return undefined
  return {
    bedFeeFen,
    careFeeFen,
    mealFeeFen,
    depositFen,
    membershipFen: 0,
    prepaidMonths: 0,
    hospitalPercent: hospital,
    leavePercent: leave,
    payer: of.payer as Terms['payer'],
    signedBy: of.signedBy as Terms['signedBy'],
    until: of.until === '' ? null : of.until,
  }
}

/** Nothing typed is nothing agreed. */
function percentOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const percent = Number(text)
  return Number.isInteger(percent) && percent >= 0 && percent <= 100 ? percent : undefined
}

/** What was agreed: fees a month, the bed in hospital and on leave, deposit, who pays and who signs. */
export function ContractFields({ of, onChange }: { of: ContractText; onChange: (of: ContractText) => void }) {
  const set = (name: keyof ContractText) => (value: string) => onChange({ ...of, [name]: value })
  return (
    <section className="y-card" aria-label="合同">
      <h2>合同</h2>
      <div className="y-columns">
        <YuanField label="床位费（每月）" value={of.bedFee} onChange={set('bedFee')} />
        <YuanField label="护理费（每月）" value={of.careFee} onChange={set('careFee')} />
        <YuanField label="伙食费（每月）" value={of.mealFee} onChange={set('mealFee')} />
        <YuanField label="押金" hint="存入存管账户" value={of.deposit} onChange={set('deposit')} />
        <TextField
          label="住院期间床位费"
          optional
          unit="%"
          kind="digits"
          hint="没有约定的不填，住院期间不收床位费"
          value={of.hospitalPercent}
          onChange={set('hospitalPercent')}
        />
        <TextField
          label="请假期间床位费"
          optional
          unit="%"
          kind="digits"
          hint="没有约定的不填，请假期间不收床位费"
          value={of.leavePercent}
          onChange={set('leavePercent')}
        />
        <Tiles label="谁支付" inline value={of.payer} onChange={set('payer')} options={choices(PAYERS)} />
        <Tiles label="谁签订" inline value={of.signedBy} onChange={set('signedBy')} options={choices(SIGNERS)} />
        <DayField label="合同到期" optional value={of.until} onChange={set('until')} />
      </div>
    </section>
  )
}

const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
