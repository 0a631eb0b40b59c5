import { Button } from '../../src/ui/button.tsx'
import { CaseActions } from '../../src/ui/case-actions.tsx'
import { Day, Value } from '../../src/ui/day.tsx'
import { ExplanationCard } from '../../src/ui/explanation-card.tsx'
import { JobTray } from '../../src/ui/job-tray.tsx'
import { Money } from '../../src/ui/money.tsx'
import { RecordPage } from '../../src/ui/record-page.tsx'
import { Timeline } from '../../src/ui/timeline.tsx'
import { useToast } from '../../src/ui/toast.tsx'
import { useAddress } from '../../src/ui/url-state.ts'

export function RecordSample() {
  const { id } = useAddress()
  const say = useToast()
  return (
    <RecordPage
      title="王秀英"
      number={`示例-${id}`}
      trail={[{ label: '老人台账', href: '/list' }, { label: '王秀英' }]}
      actions={
        <>
          <JobTray
            jobs={[
              { id: '1', title: '检查 10 月台账', state: 'running', done: 1980, total: 3412 },
              { id: '2', title: '导出名单', state: 'partial', done: 10, total: 10, result: '成功 9 · 跳过 1' },
            ]}
            onCancel={() => say('已停止。')}
          />
          <Button kind="primary" onPress={() => say('已新建办件。', () => {})}>
            新建办件
          </Button>
        </>
      }
      facts={[
        { label: '年龄', value: '82 岁' },
        { label: '出生', value: <Day on="1944-03-12" /> },
        { label: '能力等级', value: <Value of={null} /> },
        { label: '配偶', value: <Value of="notApplicable" /> },
        { label: '照护床位', value: <Value of={0} unit="张" /> },
        { label: '本月津贴', value: <Money fen={20000} example /> },
      ]}
      tabs={[
        {
          id: 'act',
          label: '办理',
          count: 1,
          content: () => (
            <CaseActions
              actions={[
                { id: 'approve', label: '同意', kind: 'primary', key: 'a' },
                { id: 'return', label: '退回', key: 'r', reason: { required: true, reasons: ['缺少银行账户照片'] } },
                {
                  id: 'send',
                  label: '发放',
                  kind: 'danger',
                  warn: { sentence: '将向 2 人发放 400.00 元。发送后不能撤回。', typed: '确认发放' },
                },
                { id: 'stop', label: '停发', unavailable: '要先核实，才能停发' },
              ]}
              onAct={async (act, reason) => {
                say(`${act}：${reason ?? '没有填写原因'}`)
                return undefined
              }}
            />
          ),
        },
        {
          id: 'time',
          label: '时间线',
          content: () => (
            <Timeline
              empty="还没有记录。"
              entries={[
                {
                  id: '1',
                  at: '2026-11-20T18:07:00Z',
                  who: '某镇经办人',
                  what: '更新了联系电话',
                  detail: '138****5678 → 139****1234',
                },
                { id: '2', at: '2026-10-02', what: '从公安户籍核对了住址', clause: '渝府发〔2022〕15号 第三章第一节' },
              ]}
            />
          ),
        },
      ]}
      aside={
        <ExplanationCard
          of={{
            title: '高龄津贴 · 2026-11',
            result: { word: '可以享受', tone: 'ok', fen: 20000, period: '2026-11', example: true },
            steps: [
              { text: '2026-11-30 年满', value: '82 岁' },
              { text: '80 岁以上每月', value: '200.00 元' },
            ],
            clauses: [
              {
                title: '某区高龄津贴办法',
                number: '示例〔2020〕1号',
                section: '第三条',
                lastVerified: '2026-06-01',
                standing: 'inForce',
              },
            ],
            inputs: [{ label: '出生日期', value: '1944-03-12', source: '身份证号' }],
            nearest: { ifThis: '年满 90 岁', thenThat: '每月 300.00 元' },
            missing: [],
            rule: 'old-age-allowance 第 1 版',
          }}
        />
      }
    />
  )
}
