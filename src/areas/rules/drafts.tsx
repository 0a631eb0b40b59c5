import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { showDateTime, today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import type { CasesQuery } from '../whatif/contract.ts'
import { TrialCases } from '../whatif/trial-cases.tsx'
import type { OpenParameter, SettingRecord } from './contract.ts'
import { approve, readOpenParameters, readSettingHistory, withdraw } from './endpoints.ts'
import { sayValue } from './words.ts'

const CHANGED = [readOpenParameters.path, readSettingHistory.path, '/api/rules/settings/public']

type Props = { division: string; drafts: readonly SettingRecord[]; parameters: readonly OpenParameter[] }

/** Values that wait for the second signature. The maker cannot sign; the server says so as well. */
export function Drafts({ division, drafts, parameters }: Props) {
  if (drafts.length === 0) return <Empty words="没有等待签署的数值。" />
  return (
    <div className="y-stack">
      {drafts.map((draft) => (
        <DraftCard
          key={draft.id}
          draft={draft}
          parameter={parameters.find((each) => each.id === draft.parameter)}
          division={division}
        />
      ))}
    </div>
  )
}

function DraftCard({
  draft,
  parameter,
  division,
}: {
  draft: SettingRecord
  parameter: OpenParameter | undefined
  division: string
}) {
  const signing = useAct(approve, CHANGED)
  const taking = useAct(withdraw, CHANGED)
  const [trying, setTrying] = useState(false)
  const said = (value: unknown) => sayValue(value, parameter?.words ?? {}, parameter?.unit ?? null)
  return (
    <section className="y-card" aria-label={parameter?.name ?? draft.parameter}>
      <h2>{parameter?.name ?? draft.parameter}</h2>
      <Facts
        of={[
          { label: '现在', value: said(parameter?.value ?? null) },
          { label: '改为', value: <strong>{said(draft.value)}</strong> },
          { label: '施行', value: `自 ${draft.from}${draft.until === null ? '' : ` 至 ${draft.until}（不含）`}` },
          { label: '依据文件', value: draft.document },
          { label: '提出', value: `${draft.proposedBy} · ${showDateTime(draft.proposedAt)}` },
          {
            label: '影响',
            value: parameter && parameter.usedBy.length > 0 ? parameter.usedBy.join('、') : '暂无规则使用',
          },
        ]}
      />
      {trying ? (
        <TrialCases order={trialOf(draft, division)} />
      ) : (
        <Button icon="search" onPress={() => setTrying(true)}>
          试算 20 例
        </Button>
      )}
      <CaseActions
        actions={[
          {
            id: 'approve',
            label: '签署并施行',
            kind: 'primary',
            ...(trying ? {} : { unavailable: '先看 20 例试算' }),
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
}

/** The draft as a trial in its first month that has not passed; what would hold in the nation is tried in the city. */
function trialOf({ id, parameter, value, from }: SettingRecord, division: string): CasesQuery {
  const month = today().slice(0, 7) > from.slice(0, 7) ? today().slice(0, 7) : from.slice(0, 7)
  return {
    division: division === '000000' ? '500000' : division,
    from,
    month,
    months: 1,
    changes: [{ parameter, value }],
    setting: id,
  }
}
