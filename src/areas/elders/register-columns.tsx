import type { Column } from '../../ui/data-table.tsx'
import { Value } from '../../ui/day.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Status } from '../../ui/status.tsx'
import { type Benefits, CurrentBenefits } from '../benefits/current-benefits.tsx'
import type { ElderRow } from './contract.ts'
import { categoryLabel } from './register-filters.ts'
import { CARE_DEPENDENCY, LIVING_ARRANGEMENT, SEX, valueInWords } from './words.ts'

/** A person of the list, with what is granted to them now. */
export type RegisterRow = ElderRow & { benefits: Benefits }

const LIVES: ReadonlySet<string> = new Set(['alone', 'kinless'])

/** `是`, `否（与家人同住）`, or 未采集: whether somebody lives alone, and how if not. */
export function aloneInWords(arrangement: readonly string[] | null): string | null {
  if (arrangement === null) return null
  if (arrangement.some((each) => LIVES.has(each))) return '是'
  const words: Record<string, string> = LIVING_ARRANGEMENT
  return arrangement.length === 0 ? '否' : `否（${arrangement.map((each) => words[each] ?? each).join('、')}）`
}

export const levelInWords = (level: string | null): string | null =>
  level === null ? null : ((CARE_DEPENDENCY as Record<string, string>)[level] ?? level)

const flagWords = {
  died: { word: '已离世', tone: 'neutral' },
  left: { word: '已迁出', tone: 'neutral' },
  noPaper: { word: '无证件', tone: 'warn' },
  hardshipUnknown: { word: '困难身份未采集', tone: 'info' },
} as const

/** What needs attention about a file, in words. */
export function Flags({ of }: { of: ElderRow }) {
  const flags: (keyof typeof flagWords)[] = []
  if (of.diedOn !== null) flags.push('died')
  else if (of.movedOut) flags.push('left')
  if (of.idKind === 'none') flags.push('noPaper')
  if (of.hardship === null && of.diedOn === null) flags.push('hardshipUnknown')
  return (
    <span className="y-row">
      {flags.map((flag) => (
        <Status key={flag} of={flag} words={flagWords} />
      ))}
      {of.synthetic && <ExampleMark />}
    </span>
  )
}

export const registerColumns: readonly Column<RegisterRow>[] = [
  { id: 'name', head: '姓名', sort: 'name', cell: (row) => row.name },
  { id: 'sex', head: '性别', cell: (row) => <Value of={row.sex && SEX[row.sex]} /> },
  { id: 'age', head: '年龄', sort: '-birth', align: 'right', cell: (row) => <Value of={row.age} unit="岁" /> },
  {
    id: 'number',
    head: '证件号',
    about: '出生日期在档案里，这里只显示最后一位',
    cell: (row) =>
      row.idMasked === null ? (
        <Value of="notApplicable" />
      ) : (
        <span className="y-number">…{row.idMasked.slice(-1)}</span>
      ),
  },
  {
    id: 'place',
    head: '村（社区）',
    long: true,
    cell: (row) => row.place.split(' / ').slice(1).join(' / ') || row.place,
  },
  {
    id: 'categories',
    head: '类别',
    about: '由档案里的事实按条款推算，不手工填写',
    long: true,
    cell: (row) => row.categories.map(categoryLabel).join('、') || '无',
  },
  {
    id: 'hardship',
    head: '困难身份',
    cell: (row) => <Value of={row.hardship && valueInWords('hardship', row.hardship)} />,
  },
  {
    id: 'level',
    head: '能力等级',
    about: '能力评估的结果和开始的日期',
    cell: (row) =>
      row.careDependency === null ? (
        <span className="y-quiet">未评估</span>
      ) : (
        <>
          {levelInWords(row.careDependency)}
          <div className="y-meta">{row.careDependencySince}</div>
        </>
      ),
  },
  { id: 'alone', head: '独居', long: true, cell: (row) => <Value of={aloneInWords(row.livingArrangement)} /> },
  // Nobody has recorded a visit yet; that is not known, which is something else than "never visited".
  { id: 'visit', head: '上次巡访', about: '还没有巡访记录', cell: () => <Value of={null} /> },
  {
    id: 'benefits',
    head: '津贴',
    about: '最近一次已生成的批次里享受的待遇',
    long: true,
    cell: (row) => <CurrentBenefits of={row.benefits} />,
  },
  { id: 'flags', head: '提示', cell: (row) => <Flags of={row} /> },
]
