import { z } from 'zod'
import { call } from '../../ui/api.ts'
import { AreaSwitch } from '../../ui/area-switch.tsx'
import { type DivisionNode, DivisionPicker, type DivisionSource } from '../../ui/division-picker.tsx'
import type { FieldProps } from '../../ui/field.tsx'
import { useLoad } from '../../ui/load.ts'
import type { Answer } from '../../ui/refusal.ts'

/** What a screen shows of a division; the full view is in the contract, which brings the server's router with it. */
const Seen = z.object({ key: z.string(), name: z.string(), path: z.string() })
const Page = z.object({ items: z.array(Seen) })

const children = { method: 'get', path: '/api/divisions/children', response: Page } as const
const search = { method: 'get', path: '/api/divisions/search', response: Page } as const
const one = { method: 'get', path: '/api/divisions/{key}', response: Seen } as const

/** `巴南区 / 鱼洞街道` is the division with what is above it; the last part is the division itself. */
const nodeOf = ({ key, name, path }: z.infer<typeof Seen>): DivisionNode => ({
  key,
  name,
  path: path.split(' / ').slice(0, -1),
})

const nodesOf = (answer: Answer<z.infer<typeof Page>>): Answer<readonly DivisionNode[]> =>
  answer.ok ? { ok: true, value: answer.value.items.map(nodeOf) } : answer

/** Divisions inside one, over the API. */
export const divisionsWithin = (top: string | undefined): DivisionSource => ({
  children: async (key) => {
    const of = key ?? top
    return nodesOf(await call(children, { query: { of } }))
  },
  search: async (text) => nodesOf(await call(search, { query: { q: text, within: top } })),
})

type Props = FieldProps & {
  within?: string
  value: DivisionNode | null
  onChange: (division: DivisionNode | null) => void
}

/** A field for a division of the city, or of the one named by `within`. */
export function DivisionField({ within, ...field }: Props) {
  return <DivisionPicker {...field} source={divisionsWithin(within)} />
}

const CITY = { key: '500000', name: '重庆市' }

/** The path in the top bar begins with the city (UX §2). */
const fromTheCity = (at: DivisionNode): DivisionNode =>
  at.key === CITY.key ? at : { ...at, path: [CITY.name, ...at.path.filter((name) => name !== CITY.name)] }

type SwitchProps = { top: DivisionNode; at: string | undefined; onChange: (key: string | undefined) => void }

/** The area switch of the office: where inside one's own area the lists look. */
export function WorkArea({ top, at, onChange }: SwitchProps) {
  const { data } = useLoad(['division', at], async () => {
    const answer = await call(one, { params: { key: at ?? top.key } })
    return answer.ok ? { ok: true as const, value: nodeOf(answer.value) } : answer
  })
  return (
    <AreaSwitch
      source={divisionsWithin(top.key)}
      top={top}
      at={fromTheCity(data ?? top)}
      onChange={(division) => onChange(division.key === top.key ? undefined : division.key)}
    />
  )
}
