import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Screen, Skeleton } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'
import { DivisionField } from '../divisions/division-field.tsx'
import { EndFields, emptyEnd, endOf } from './end-fields.tsx'
import { listFilings, submitFiling } from './filing-contract.ts'
import {
  FILING_KINDS,
  type FilingKind,
  LEGACY_ISSUES,
  MATERIALS,
  type Material,
  materialsFor,
  OPENS,
} from './filing-words.ts'
import { emptyForm, type OpeningForm, readOpeningForm } from './opening-facts.ts'
import { OpeningFields } from './opening-fields.tsx'
import { OpeningPanel, useOpening } from './opening-panel.tsx'
import { PROFIT_KIND } from './words.ts'

/** W10: what is filed, by whom, the facts with the panel that follows them, and the material; 变更, 暂停 and 终止 name a facility. */
export function NewFiling() {
  const [search] = useUrlState()
  const facility = search.facility
  const [kind, setKind] = useState<FilingKind>(facility ? 'change' : 'opening')
  const [form, setForm] = useState<OpeningForm>(emptyForm)
  const [name, setName] = useState('')
  const [division, setDivision] = useState<DivisionNode | null>(null)
  const [address, setAddress] = useState('')
  const [operator, setOperator] = useState({ creditCode: '', name: '', profitKind: '' })
  const [effectiveOn, setEffectiveOn] = useState<string>(today())
  const [materials, setMaterials] = useState<readonly string[]>([])
  const [issue, setIssue] = useState({ kind: 'fire', finding: '', decision: '', settled: '' })
  const [end, setEnd] = useState(emptyEnd)
  const { act, busy, refusal } = useAct(submitFiling, [listFilings.path])
  const navigate = useNavigate()
  const { session } = useSession()
  const own = session?.account.roles.find((grant) => grant.role === 'districtOfficer')?.division ?? ''
  const opens = OPENS.includes(kind)
  const read = readOpeningForm(form, today())
  const panel = useOpening(read.facts, division?.key ?? own)
  const sent = Object.entries(refusal?.fields ?? {}).map(([field, message]) => ({ field, message }))
  const errorOf = (field: string) => sent.find((each) => each.field === field)?.message
  const fieldError = (field: keyof OpeningForm) =>
    read.problems.find((each) => each.field === field)?.message ?? errorOf(`form.opening.${field}`)
  const kinds = (Object.keys(FILING_KINDS) as FilingKind[]).filter((each) => OPENS.includes(each) === !facility)
  const send = async () => {
    const [district, id] = facility?.split('/') ?? []
    const answer = await act({
      body: {
        kind,
        effectiveOn,
        materials,
        ...(opens
          ? {
              name,
              division: division?.key ?? '',
              operator,
              form: { opening: form, address, ...issuesOf(kind, issue) },
            }
          : { facility: { district, id }, form: { opening: emptyForm, ...endOf(kind, end) } }),
      },
    })
    if (answer.ok) void navigate({ to: `/w/filings/${answer.value.district}/${answer.value.id}` })
  }
  return (
    <Screen
      title="机构备案"
      trail={[{ label: '机构备案', href: '/w/filings' }, { label: FILING_KINDS[kind] }]}
      problems={sent.length}
    >
      <div className="y-stack">
        {refusal && <ErrorSummary problems={sent.length > 0 ? sent : [{ field: 'name', message: refusal.message }]} />}
        <div className="y-card y-stack">
          <Tiles
            label="备案事项"
            inline
            value={kind}
            onChange={(next) => setKind(next as FilingKind)}
            options={kinds.map((value) => ({ value, label: FILING_KINDS[value] }))}
          />
        </div>
        {opens ? (
          <>
            <div className="y-record" data-aside="">
              <section className="y-card y-stack" aria-label="开办情况">
                <h2>开办情况</h2>
                <OpeningFields form={form} onChange={setForm} errorOf={fieldError} />
              </section>
              {/* It scrolls by itself, so the keyboard must reach it. */}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus */}
              <aside className="y-consequences" aria-label="可免、须办、可享" tabIndex={0}>
                {panel ? <OpeningPanel of={panel} /> : <Skeleton words="正在载入政策规则" />}
              </aside>
            </div>
            <section className="y-card y-columns" aria-label="设施与运营方">
              <TextField
                id="name"
                label="设施名称"
                value={name}
                onChange={setName}
                error={errorOf('name')}
                maxLength={60}
              />
              <DivisionField
                id="division"
                label="所在乡镇（街道）或村（社区）"
                value={division}
                onChange={setDivision}
                error={errorOf('division')}
                {...(own && { within: own })}
              />
              <TextField label="地址" optional value={address} onChange={setAddress} maxLength={120} />
              <TextField
                id="operator.name"
                label="运营方"
                value={operator.name}
                onChange={(value) => setOperator({ ...operator, name: value })}
                error={errorOf('operator.name')}
                maxLength={60}
              />
              <TextField
                id="operator.creditCode"
                label="统一社会信用代码"
                value={operator.creditCode}
                onChange={(value) => setOperator({ ...operator, creditCode: value })}
                error={errorOf('operator.creditCode')}
                maxLength={30}
              />
              <SelectField
                id="operator.profitKind"
                label="登记性质"
                value={operator.profitKind}
                onChange={(value) => setOperator({ ...operator, profitKind: value })}
                error={errorOf('operator.profitKind')}
                options={Object.entries(PROFIT_KIND).map(([value, label]) => ({ value, label }))}
              />
            </section>
            {kind === 'legacy' && (
              <section className="y-card y-columns" aria-label="遗留问题">
                <SelectField
                  label="遗留问题"
                  value={issue.kind}
                  onChange={(value) => setIssue({ ...issue, kind: value })}
                  options={Object.entries(LEGACY_ISSUES).map(([value, label]) => ({ value, label }))}
                />
                <TextField
                  label="具体情况"
                  value={issue.finding}
                  onChange={(finding) => setIssue({ ...issue, finding })}
                  error={errorOf('form.issues')}
                  maxLength={200}
                />
                <TextField
                  label="会商结论"
                  value={issue.decision}
                  onChange={(decision) => setIssue({ ...issue, decision })}
                  maxLength={200}
                />
                <Tiles
                  label="是否销号"
                  inline
                  value={issue.settled}
                  onChange={(settled) => setIssue({ ...issue, settled })}
                  options={[
                    { value: 'yes', label: '已销号' },
                    { value: '', label: '未销号' },
                  ]}
                />
              </section>
            )}
          </>
        ) : (
          <EndFields kind={kind} of={end} onChange={setEnd} errorOf={errorOf} />
        )}
        <section className="y-card y-columns" aria-label="生效与材料">
          <DayField label={opens ? '开始服务日期' : '生效日期'} value={effectiveOn} onChange={setEffectiveOn} />
          <Tiles
            label="已收到的材料"
            many
            value={materials}
            onChange={setMaterials}
            options={materialsFor(kind).map((each: Material) => ({ value: each, label: MATERIALS[each] }))}
          />
        </section>
        <div className="y-row">
          <Button
            kind="primary"
            busy={busy}
            unavailable={opens && read.problems.length > 0 ? '先改好上面标出的各项' : undefined}
            onPress={() => void send()}
          >
            提交备案
          </Button>
        </div>
      </div>
    </Screen>
  )
}

const issuesOf = (kind: FilingKind, issue: { kind: string; finding: string; decision: string; settled: string }) =>
  kind === 'legacy' && issue.finding.trim() !== '' ? { issues: [{ ...issue, settled: issue.settled === 'yes' }] } : {}
