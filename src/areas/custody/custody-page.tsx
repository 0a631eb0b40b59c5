import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { AccountDialog } from './account-dialog.tsx'
import { AlertTab } from './alert-tab.tsx'
import { BalanceLine } from './balance-line.tsx'
import { type Custody, readCustody } from './contract.ts'
import { Required } from './home-table.tsx'
import { AgreementTab, MovementTab, PriceTab, WithdrawalTab } from './money-tabs.tsx'
import { HOME_STATES, homeState } from './words.ts'

/** One home's money as its district sees it (W13). */
export const CustodyPage = () => <Page list={{ label: '预收费监管', href: '/w/custody' }} first="alerts" />
/** The same as the home works with it (O05). */
export const OwnCustodyPage = () => <Page list={{ label: '合同与预收费', href: '/o/custody' }} first="agreements" />

function Page({ list, first }: { list: { label: string; href: string }; first: 'alerts' | 'agreements' }) {
  const { district = '', facility = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readCustody, { params: { district, facility } })
  const trail = [list, { label: data?.home.name ?? '' }]
  if (data === undefined)
    return <Screen title={list.label} trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  const alerts = {
    id: 'alerts',
    label: '预警与措施',
    count: data.alerts.filter((each) => each.closedOn === null).length,
    content: () => <AlertTab of={data} />,
  }
  const agreements = { id: 'agreements', label: '合同余额', content: () => <AgreementTab of={data} /> }
  return (
    <RecordPage
      title={data.home.name}
      trail={trail}
      note={<Status of={homeState(data.home)} words={HOME_STATES} />}
      facts={factsOf(data)}
      tabs={[
        ...(first === 'alerts' ? [alerts, agreements] : [agreements, alerts]),
        {
          id: 'movements',
          label: '银行流水',
          count: data.home.waiting,
          content: () => <MovementTab of={data} />,
        },
        {
          id: 'withdrawals',
          label: '支取申请',
          count: data.withdrawals.filter((each) => each.state === 'asked').length,
          content: () => <WithdrawalTab of={data} />,
        },
        { id: 'prices', label: '价格', content: () => <PriceTab of={data} /> },
      ]}
      aside={<Aside of={data} />}
    />
  )
}

const factsOf = ({ home }: Custody) => [
  { label: '存管银行', value: home.bank === null ? '没有在用账户' : `${home.bank}（尾号 ${home.last4}）` },
  { label: '账户余额', value: <Money fen={home.balanceFen} /> },
  { label: '应留存', value: <Required of={home} /> },
  { label: '涉及老人', value: `${home.elders} 位` },
  { label: '可维持', value: home.daysToZero === null ? '近 30 天没有净支出' : `${home.daysToZero} 天` },
  { label: '银行数据', value: home.feedOn ?? '还没有' },
]

function Aside({ of }: { of: Custody }) {
  const { home } = of
  const [opening, setOpening] = useState(false)
  return (
    <section className="y-card y-stack" aria-label="余额">
      <h2>余额与留存</h2>
      <BalanceLine days={of.days} requiredFen={home.requiredFen} />
      <dl className="y-facts">
        {(['service', 'deposit', 'membership'] as const).map((kind) => (
          <div key={kind}>
            <dt>{{ service: '养老服务费', deposit: '押金', membership: '会员费' }[kind]}</dt>
            <dd>
              <Money fen={home.held[kind]} />
            </dd>
          </div>
        ))}
      </dl>
      {home.unset.length > 0 && <Notice tone="info">未设定：{home.unset.join('、')}</Notice>}
      {home.bank === null && of.acts.includes('account') && (
        <Button onPress={() => setOpening(true)}>登记存管账户</Button>
      )}
      {opening && <AccountDialog home={home} onClose={() => setOpening(false)} />}
      {of.acts.includes('step') && (
        <a className="y-button" href={`/api/custody/${home.district}/${home.facility}/evidence`}>
          导出证据材料
        </a>
      )}
    </section>
  )
}
