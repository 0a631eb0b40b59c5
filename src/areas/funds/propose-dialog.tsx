import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField, Tiles, YuanField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { propose, readBudgets, readLottery } from './contract.ts'
import { percentToShare } from './percent-to-share.ts'
import { LEVEL_WORDS, PURPOSE_WORDS } from './words.ts'

type Kind = 'budget' | 'shares' | 'lottery'
type Props = { kind: Kind; district: string; year: number; onClose: () => void }

const TITLES = { budget: '录入预算', shares: '提出分担比例', lottery: '登记福彩公益金' } as const
const LOTTERY_KINDS = [
  { value: 'lotteryIncome', label: '收入' },
  { value: 'lotteryPlan', label: '计划' },
  { value: 'lotterySpending', label: '支出' },
]
const purposes = Object.entries(PURPOSE_WORDS).map(([value, label]) => ({ value, label }))
const levels = Object.entries(LEVEL_WORDS).map(([value, label]) => ({ value, label }))

/** One paper with its citation; it counts when a second person has signed. */
export function ProposeDialog({ kind, district, year, onClose }: Props) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({
    day: today().startsWith(String(year)) ? today() : `${year}-01-01`,
    care: 'yes',
  })
  const [fen, setFen] = useState<number>()
  const { act, busy, refusal } = useAct(propose, [readBudgets.path, readLottery.path])
  const say = useToast()
  const set = (name: string) => (value: string) => setGiven((before) => ({ ...before, [name]: value }))
  const read = (name: string) => given[name] ?? ''
  const missing = whatIsMissing(kind, given, fen)
  const send = async () => {
    const answer = await act({
      body: { district, document: read('document').trim(), body: bodyOf(kind, year, given, fen) },
    })
    if (!answer.ok) return
    say('已提出，等另一位同事复核后生效。')
    onClose()
  }
  return (
    <Dialog
      title={TITLES[kind]}
      act="提交复核"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {kind !== 'lottery' && (
        <SelectField label="用途" value={read('purpose')} onChange={set('purpose')} options={purposes} />
      )}
      {kind === 'budget' && (
        <Tiles label="来源" inline value={read('level')} onChange={set('level')} options={levels} />
      )}
      {kind === 'lottery' && (
        <>
          <Tiles label="类别" inline value={read('lottery')} onChange={set('lottery')} options={LOTTERY_KINDS} />
          <TextField label="项目" value={read('item')} onChange={set('item')} maxLength={100} />
          <Tiles
            label="用于养老服务"
            inline
            value={read('care')}
            onChange={set('care')}
            options={[
              { value: 'yes', label: '是' },
              { value: 'no', label: '否' },
            ]}
          />
        </>
      )}
      {kind === 'shares' ? (
        levels.map((level) => (
          <TextField
            key={level.value}
            label={level.label}
            unit="%"
            kind="digits"
            optional
            value={read(level.value)}
            onChange={set(level.value)}
          />
        ))
      ) : (
        <YuanField
          label="金额"
          value={read('amount')}
          onChange={(text, value) => {
            set('amount')(text)
            setFen(value)
          }}
        />
      )}
      <DayField label={kind === 'shares' ? '从哪一天起' : '日期'} value={read('day')} onChange={set('day')} />
      <TextField
        label="依据的文件"
        hint="文件名称或文号"
        value={read('document')}
        onChange={set('document')}
        maxLength={200}
      />
    </Dialog>
  )
}

type Given = Readonly<Record<string, string>>

function whatIsMissing(kind: Kind, given: Given, fen: number | undefined): string | undefined {
  if (kind !== 'lottery' && !given.purpose) return '先选择用途'
  if (kind === 'budget' && !given.level) return '先选择来源'
  if (kind === 'lottery' && (!given.lottery || (given.item ?? '').trim().length < 2)) return '先选择类别并填写项目'
  if (kind !== 'shares' && fen === undefined) return '先填写金额'
  return (given.document ?? '').trim().length < 2 ? '先填写依据的文件' : undefined
}

function bodyOf(kind: Kind, year: number, given: Given, fen: number | undefined): Record<string, unknown> {
  const { purpose, level, day, lottery, item = '', care } = given
  if (kind === 'budget') return { kind, purpose, level, year, amountFen: fen, grantedOn: day }
  if (kind === 'lottery')
    return { kind: lottery, year, onDay: day, item: item.trim(), forElderCare: care === 'yes', amountFen: fen }
  const shares = Object.fromEntries(
    Object.keys(LEVEL_WORDS).flatMap((each) => (given[each]?.trim() ? [[each, percentToShare(given[each])]] : [])),
  )
  return { kind, purpose, from: day, shares }
}
