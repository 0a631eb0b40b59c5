import { addressOf } from '../../ui/api.ts'
import { CaseActions } from '../../ui/case-actions.tsx'
import { chipsOf } from '../../ui/filters.ts'
import { showDateTime, showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { type StateWords, Status } from '../../ui/status.tsx'
import { type ExportView, readExports, refuseExportOf, releaseExportOf } from './export-contract.ts'
import { instantOf } from './instants.ts'
import { registerFilters } from './register-filters.ts'
import { EXPORT_PURPOSES, type ExportPurpose } from './words.ts'

const states: StateWords<ExportView['state']> = {
  requested: { word: '待放行', tone: 'info', icon: 'clock' },
  released: { word: '正在生成', tone: 'info', icon: 'clock' },
  refused: { word: '未放行', tone: 'neutral' },
  done: { word: '可以下载', tone: 'ok' },
  over: { word: '已过期', tone: 'neutral' },
}

/** 导出申请: long lists that wait for a second person, and the files of those that were released. */
export function Exports() {
  const { data, loading, refusal, reload } = useEndpoint(readExports)
  const asked = data?.exports ?? []
  return (
    <Screen
      title="导出申请"
      trail={[{ label: '老人台账', href: '/w/elders' }, { label: '导出申请' }]}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
    >
      {asked.length === 0 ? (
        <Empty words="没有导出申请。超过 5,000 人，或要完整证件号的名单，在“老人台账”点“导出名单”提出。" />
      ) : (
        <ul className="y-stack" aria-label="导出申请">
          {asked.map((each) => (
            <li key={each.id} className="y-card y-stack">
              <div className="y-row">
                <strong>
                  {EXPORT_PURPOSES[each.purposeKind as ExportPurpose] ?? each.purposeKind}：{each.purpose}
                </strong>
                <Status of={each.state} words={states} />
              </div>
              <div>
                条件：{conditionsOf(each)}。证件号{each.numbers === 'full' ? '完整' : '遮蔽'}，{each.format} 格式
                {each.people !== null && `，${showNumber(each.people)} 位`}。
              </div>
              <div className="y-meta">
                {each.by} {showDateTime(instantOf(each.requestedAt))} 提出
                {each.decidedAt && `，${showDateTime(instantOf(each.decidedAt))} 答复`}
                {each.note && `：${each.note}`}
              </div>
              {each.mine && each.state === 'done' && (
                <div className="y-row">
                  {each.files.map((file, n) => (
                    <a
                      key={file.name}
                      className="y-button"
                      href={addressOf('/api/elders/exports/{id}/files/{part}', { id: each.id, part: String(n + 1) })}
                    >
                      下载第 {n + 1} 份（{showNumber(file.people)} 位）
                    </a>
                  ))}
                  {each.expiresAt && (
                    <span className="y-meta">{showDateTime(instantOf(each.expiresAt))} 前可以下载</span>
                  )}
                </div>
              )}
              {each.mine && each.state === 'requested' && <div className="y-meta">要由另一位同事放行。</div>}
              {each.mayDecide && <Decide of={each} />}
            </li>
          ))}
        </ul>
      )}
    </Screen>
  )
}

function Decide({ of }: { of: ExportView }) {
  const release = useAct(releaseExportOf, [readExports.path])
  const refuse = useAct(refuseExportOf, [readExports.path])
  return (
    <CaseActions
      actions={[
        {
          id: 'release',
          label: '放行导出',
          kind: 'primary',
          reason: { required: false },
          warn: {
            sentence: `放行后系统生成名单${of.numbers === 'full' ? '，含完整证件号' : ''}，由${of.by}三天内下载。`,
          },
        },
        {
          id: 'refuse',
          label: '不放行',
          reason: { required: true, reasons: ['用途不清楚', '范围过大', '不需要完整证件号'] },
        },
      ]}
      onAct={async (id, reason) => {
        const step = id === 'release' ? release : refuse
        const answer = await step.act({ params: { id: of.id }, body: { note: reason ?? '' } })
        return answer.ok ? undefined : answer.refusal
      }}
    />
  )
}

const conditionsOf = ({ conditions }: ExportView): string =>
  chipsOf(registerFilters([{ value: '', label: '' }]), conditions)
    .map((chip) => chip.text)
    .join('，') || '全部在册老人'
