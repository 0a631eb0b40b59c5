import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { districts } from '../../ui/districts.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What is kept in the address and asked of the server. */
export const KEPT = [
  'district',
  'kind',
  'name',
  'free',
  'budget',
  'rated',
  'hospital',
  'near',
  'by',
  'minutes',
] as const

const FREE = [
  { value: 'any', label: '有空床' },
  { value: 'nursing', label: '有护理型空床' },
  { value: 'dementia', label: '有认知症照护空床' },
]
const REACH = [
  { value: 'walk', label: '步行 15 分钟内' },
  { value: 'drive', label: '驾车 15 分钟内' },
]

type Search = Readonly<Record<string, string | undefined>>
type Props = { search: Search; change: (next: Record<string, string | undefined>) => void; problem: string | undefined }

/** Conditions of P06. They are sent together, so that nobody watches a list jump while typing. */
export function FindFilters({ search, change, problem }: Props) {
  const [name, setName] = useState(search.name ?? '')
  const [budget, setBudget] = useState(search.budget ?? '')
  const [lost, setLost] = useState<string>()
  const send = (event: FormEvent) => {
    event.preventDefault()
    change({ name: name.trim() || undefined, budget: budget.trim() || undefined })
  }
  const locate = () =>
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        setLost(undefined)
        change({ near: `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}` })
      },
      () => setLost('没有得到位置。可以打开地图，点一下您在的地方。'),
    )
  return (
    <form className="y-question" onSubmit={send} noValidate>
      {(problem ?? lost) && (
        <Notice tone="warn" live>
          {problem ?? lost}
        </Notice>
      )}
      <SelectField
        id="district"
        label="区县"
        value={search.district ?? '500113'}
        onChange={(district) => change({ district: district || undefined })}
        options={districts.map(({ key, name: label }) => ({ value: key, label }))}
      />
      <TextField id="name" label="名称" optional value={name} onChange={setName} maxLength={40} />
      <TextField
        id="budget"
        label="每月预算"
        hint="可以写 3500，也可以写 三千五"
        optional
        value={budget}
        onChange={setBudget}
        maxLength={20}
      />
      <SelectField
        id="free"
        label="空床"
        optional
        value={search.free ?? ''}
        onChange={(free) => change({ free: free || undefined })}
        options={FREE}
      />
      <SelectField
        id="reach"
        label="离我多远"
        hint={search.near ? undefined : '先点“用我的位置”，或在地图上点一下'}
        optional
        value={search.minutes === undefined ? '' : (search.by ?? 'walk')}
        onChange={(by) => change({ by: by || undefined, minutes: by ? '15' : undefined })}
        options={REACH}
      />
      <div className="y-row">
        {(['rated', 'hospital'] as const).map((id) => (
          <label key={id} className="y-row">
            <input
              type="checkbox"
              checked={search[id] === '1'}
              onChange={(event) => change({ [id]: event.target.checked ? '1' : undefined })}
            />
            {id === 'rated' ? '有等级评定' : '有签约医院'}
          </label>
        ))}
      </div>
      <div className="y-row">
        <Button submit kind="primary">
          查找
        </Button>
        <Button onPress={locate}>用我的位置</Button>
        {search.near && (
          <Button onPress={() => change({ near: undefined, minutes: undefined, by: undefined })}>不按距离</Button>
        )}
      </div>
    </form>
  )
}
