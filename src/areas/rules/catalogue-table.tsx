import { useMemo, useState } from 'react'
import { day } from '../../platform/clock/day.ts'
import { parameters, resolveParameter, type Settings, sayClause, type Verifications } from '../../policy/index.ts'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { TextField } from '../../ui/field.tsx'
import { showNumber, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { readSigned, readVerified } from './endpoints.ts'
import { sayValue } from './words.ts'

const PAGE = 60

/** Every parameter of the documents: value, and apart from each other whether it is in force, its period is over, and since when nobody has verified it. */
export function CatalogueTable({ division }: { division: string }) {
  const [text, setText] = useState('')
  const [shown, setShown] = useState(PAGE)
  const signed = useEndpoint(readSigned, { query: { division } })
  const verified = useEndpoint(readVerified)
  const rows = useMemo(() => {
    const settings = (signed.data ?? []) as Settings
    const verifications = (verified.data ?? []) as Verifications
    return parameters.flatMap((row) => {
      const at = resolveParameter(row.id, { on: day(today()), division, settings, verifications })
      return at === undefined ? [] : [{ row, at, clause: sayClause(row.source, true) }]
    })
  }, [division, signed.data, verified.data])
  const words = text.trim()
  const found = rows.filter(({ row, clause }) => words === '' || `${row.id} ${row.name_zh} ${clause}`.includes(words))
  return (
    <div className="y-stack">
      <TextField label="查参数" hint="名称、编号或文号，例如 护理型床位" value={text} onChange={setText} />
      <div className="y-grid">
        <table className="y-table" aria-label="全部参数">
          <thead>
            <tr>
              <th scope="col">参数与条款</th>
              <th scope="col">数值</th>
              <th scope="col">效力</th>
              <th scope="col">期限</th>
              <th scope="col">最近核对</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map(({ row, at, clause }) => (
              <tr key={row.id}>
                <td>
                  <div className="y-long">
                    {at.until === null ? row.name_zh : <s>{row.name_zh}</s>}{' '}
                    <span className="y-meta">
                      {clause} {row.id}
                    </span>
                  </div>
                </td>
                <td>
                  <div className="y-long">
                    {sayValue(at.value, row.words ?? {}, at.unit)} {at.setting?.example && <ExampleMark />}
                  </div>
                </td>
                <td>
                  {at.inForce ? '现行' : at.reaches ? `已停止（${at.until ?? `自 ${at.from} 起`}）` : '不适用于本地'}
                </td>
                <td>{at.periodOver ? '执行期已过' : '没有到期'}</td>
                <td>{at.lastVerified ?? '还没有核对过'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="y-row y-meta">
        共 {showNumber(found.length)} 项
        {found.length > shown && <Button onPress={() => setShown(shown + PAGE)}>再看 {PAGE} 项</Button>}
      </div>
    </div>
  )
}
