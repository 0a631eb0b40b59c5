import { ExampleMark } from '../../ui/example-mark.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { Money } from '../../ui/money.tsx'
import type { Place } from './contract.ts'
import { keyOf } from './picked.ts'

type Props = { of: Place; picked: readonly string[]; onPick: (key: string) => void }

/** One place in the list: what it is, free beds with the time of the report, price, distance, and 加入对比. */
export function PlaceLine({ of, picked, onPick }: Props) {
  const key = keyOf(of)
  const full = picked.length >= 4 && !picked.includes(key)
  return (
    <li>
      <a href={`/find/${of.district}/${of.id}`}>{of.name}</a>{' '}
      {of.example && <ExampleMark what="演示机构，不是真实的机构" />}
      <p>
        {of.kindWord}，{of.township}
        {of.minutes !== null && `，约 ${of.minutes} 分钟`}
        {of.rating !== null && `，${of.rating}`}
      </p>
      <p>
        {of.beds === 0 ? '没有床位' : `床位 ${of.beds} 张，${sayFree(of)}`}；{' '}
        {of.basketFen === null ? (
          '价格未公布'
        ) : (
          <>
            每月 <Money fen={of.basketFen} example={of.example} />
            （床位、三级护理、伙食）
          </>
        )}
      </p>
      <label className="y-row">
        <input
          type="checkbox"
          checked={picked.includes(key)}
          disabled={full}
          onChange={() => onPick(key)}
          aria-label={`加入对比：${of.name}`}
        />
        {full ? '已选 4 家' : '加入对比'}
      </label>
    </li>
  )
}

const sayFree = ({ fresh, free, reportedAt }: Place): string =>
  !fresh || reportedAt === null
    ? '空床数 48 小时内未更新，请打电话问'
    : `空床 ${free.all} 张（护理型 ${free.nursing} 张），${showDateTime(reportedAt)} 报`
