import { Day } from '../../ui/day.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { readOrder } from './contract.ts'
import { OrderActs } from './order-acts.tsx'
import { OrderStatus } from './order-list.tsx'
import { SheetView } from './sheet-view.tsx'
import { LEVEL_WORDS, LEVELS, PLACE_KINDS, REASONS } from './words.ts'

const ORIGINS: Readonly<Record<string, string>> = { assessment: '评估', recognition: '互认', list: '部门名单' }

/** One order of W16: who is to be assessed, by whom, what was answered, and what is to be decided. */
export function OrderPage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readOrder, { params: { district, id } })
  const trail = [{ label: '评估单', href: '/w/assessments' }, { label: data?.number ?? '' }]
  if (data === undefined)
    return <Screen title="评估单" trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  const { level, sheet, other } = data
  return (
    <RecordPage
      title={`${data.name} · ${REASONS[data.reason]}`}
      number={data.number}
      trail={trail}
      note={<OrderStatus of={data} />}
      facts={[
        { label: '年龄', value: data.age === null ? '未采集' : `${data.age} 岁` },
        { label: '证件号码', value: data.idMasked ?? '未采集' },
        { label: '居住地', value: data.placeName },
        { label: '地址', value: data.address ?? '未采集' },
        { label: '评估地点', value: PLACE_KINDS[data.placeKind] },
        { label: '机构', value: data.agency ?? '没有派单' },
        { label: '评估员', value: data.first === null ? '没有派单' : `${data.first}、${data.second}` },
        { label: '约定日期', value: <Day on={data.plannedOn} distance /> },
        { label: '期限', value: <Day on={data.dueOn} distance /> },
        {
          label: '现有等级',
          value:
            level === null
              ? '未知'
              : `${LEVEL_WORDS[LEVELS.indexOf(level.level as 'none') as 0]}，自 ${level.since}（${ORIGINS[level.origin] ?? level.origin}）${level.overdue ? '，已过有效期' : ''}`,
        },
      ]}
      tabs={[
        {
          id: 'sheet',
          label: '答卷',
          content: () =>
            sheet === null ? (
              <p>还没有答卷。派单后由两位评估员上门评估，答卷会出现在这里。</p>
            ) : (
              <SheetView of={sheet} other={other} />
            ),
        },
        ...(other === null
          ? []
          : [{ id: 'other', label: '原答卷', content: () => <SheetView of={other} other={sheet} /> }]),
      ]}
      aside={
        <section className="y-card y-stack" aria-label="办理">
          <h2>办理</h2>
          {data.note !== '' && <Notice tone="info">说明：{data.note}</Notice>}
          {data.cancelledWhy !== null && <Notice tone="info">取消原因：{data.cancelledWhy}</Notice>}
          <OrderActs of={data} />
        </section>
      }
    />
  )
}
