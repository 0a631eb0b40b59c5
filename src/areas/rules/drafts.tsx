import { CaseActions } from '../../ui/case-actions.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import type { OpenParameter, SettingRecord } from './contract.ts'
import { approve, readOpenParameters, readSettingHistory, withdraw } from './endpoints.ts'
import { sayValue } from './words.ts'

const CHANGED = [readOpenParameters.path, readSettingHistory.path, '/api/rules/settings/public']

/** Values that wait for the second signature. The maker cannot sign; the server says so as well. */
export function Drafts({
  drafts,
  parameters,
}: {
  drafts: readonly SettingRecord[]
  parameters: readonly OpenParameter[]
}) {
  const signing = useAct(approve, CHANGED)
  const taking = useAct(withdraw, CHANGED)
  if (drafts.length === 0) return <Empty words="没有等待签署的数值。" />
  return (
    <div className="y-stack">
      {drafts.map((draft) => {
        const parameter = parameters.find((each) => each.id === draft.parameter)
        const now = parameter?.value ?? null
        const said = (value: unknown) => sayValue(value, parameter?.words ?? {}, parameter?.unit ?? null)
        return (
          <section key={draft.id} className="y-card" aria-label={parameter?.name ?? draft.parameter}>
            <h2>{parameter?.name ?? draft.parameter}</h2>
            <Facts
              of={[
                { label: '现在', value: said(now) },
                { label: '改为', value: <strong>{said(draft.value)}</strong> },
                { label: '施行', value: `自 ${draft.from}${draft.until === null ? '' : ` 至 ${draft.until}（不含）`}` },
                { label: '本区文件', value: draft.document },
                { label: '提出', value: `${draft.proposedBy} · ${showDateTime(draft.proposedAt)}` },
                {
                  label: '影响',
                  value: parameter && parameter.usedBy.length > 0 ? parameter.usedBy.join('、') : '暂无规则使用',
                },
              ]}
            />
            <CaseActions
              actions={[
                {
                  id: 'approve',
                  label: '签署并施行',
                  kind: 'primary',
                  warn: { sentence: `签署后自 ${draft.from} 起按新数值计算，已封存的批次不变。` },
                },
                { id: 'withdraw', label: '撤回' },
              ]}
              onAct={async (id) => {
                const answer = await (id === 'approve' ? signing : taking).act({ params: { id: draft.id } })
                return answer.ok ? undefined : answer.refusal
              }}
            />
          </section>
        )
      })}
    </div>
  )
}
