import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Clause } from '../../ui/explanation-card.tsx'
import { showShare } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { type HomeToday, readHome } from './contract.ts'
import { sayReason } from './head-count.ts'
import { HomeGate, type HomeKey, HomeLinks, homeInAddress } from './use-home.tsx'

const CHECK_WORDS = { met: { word: '达到', tone: 'ok' }, short: { word: '未达到', tone: 'warn' } } as const

/** O01 机构工作台: today in the house, what is due, and what the documents ask of it. */
export function HomePage() {
  return <HomeGate title="机构工作台">{(home) => <HomeTodayPage home={home} />}</HomeGate>
}

function HomeTodayPage({ home }: { home: HomeKey }) {
  const { data, loading, refusal, reload } = useEndpoint(readHome, { params: home })
  if (data === undefined) return <Screen title="机构工作台" loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <Screen
      title={data.home.name}
      note={data.home.example && <ExampleMark />}
      actions={
        <>
          <a
            className="y-button"
            href={`/api/residency/homes/${data.home.district}/${data.home.id}/national-form`}
            title="月末数据，按国家系统的数据项导出"
          >
            国家系统数据项
          </a>
          <HomeLinks home={data.home} at="home" />
        </>
      }
    >
      <div className="y-columns">
        <InHouse of={data} />
        <Due of={data} />
        <Checks of={data} />
        <Curve of={data} />
      </div>
    </Screen>
  )
}

function InHouse({ of }: { of: HomeToday }) {
  const { counts, free } = of
  return (
    <section className="y-card" aria-label="今天在院">
      <h2>今天在院 {of.inHouse} 人</h2>
      <Facts
        of={[
          { label: '在住', value: `${counts.residents} 人` },
          { label: '住院', value: `${counts.inHospital} 人` },
          { label: '请假', value: `${counts.onLeave} 人` },
          { label: '床位', value: `${counts.beds} 张，护理型 ${counts.nursingBeds} 张` },
          { label: '入住率', value: showShare(counts.residents, counts.beds) },
          { label: '空床', value: `普通 ${free.ordinary}、护理型 ${free.nursing}、失智专区 ${free.dementia} 张` },
        ]}
      />
      <h3>与昨天相比</h3>
      {of.reasons.length === 0 ? (
        <p className="y-quiet">没有变化。</p>
      ) : (
        <ul>
          {of.reasons.map((each) => (
            <li key={`${each.says}${each.effect}`}>{sayReason({ ...each, effect: each.effect as 1 | 0 | -1 })}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Due({ of }: { of: HomeToday }) {
  const at = homeInAddress(of.home)
  const beds = (tab: string) => `/w/home/beds?home=${at}&tab=${tab}`
  const due = [
    of.report === null && { id: 'report', words: '今天还没有填报', act: '开始填报', href: `/w/home/day?home=${at}` },
    of.openOffers > 0 && {
      id: 'offers',
      words: `${of.openOffers} 次邀约等待结果`,
      act: '办理邀约',
      href: beds('queue'),
    },
    of.waiting > 0 && { id: 'waiting', words: `${of.waiting} 位老人在轮候`, act: '看名单', href: beds('queue') },
    of.backDue > 0 && {
      id: 'back',
      words: `${of.backDue} 位老人预计返回日已到`,
      act: '登记返回',
      href: beds('residents'),
    },
    of.endingSoon > 0 && {
      id: 'ending',
      words: `${of.endingSoon} 位短住老人 7 天内到期`,
      act: '看名单',
      href: beds('residents'),
    },
    of.hazards.length > 0 && {
      id: 'hazards',
      words: `${of.hazards.length} 条隐患没有办结`,
      act: '看隐患',
      href: `/w/home/day?home=${at}`,
    },
  ].filter((each) => each !== false)
  return (
    <section className="y-card" aria-label="今天要办">
      <h2>今天要办</h2>
      {due.length === 0 && <p className="y-quiet">今天的事都办完了。</p>}
      <ul className="y-stack">
        {due.map((each) => (
          <li key={each.id} className="y-row y-spread">
            {each.words}
            <a href={each.href}>{each.act}</a>
          </li>
        ))}
      </ul>
      {of.arrears.bills > 0 && (
        <p>
          欠费 {of.arrears.bills} 笔，共 <Money fen={of.arrears.amountFen} />
          ，最长 {of.arrears.oldestDays} 天。
          <a href={beds('charges')}>看明细</a>
        </p>
      )}
    </section>
  )
}

function Checks({ of }: { of: HomeToday }) {
  return (
    <section className="y-card" aria-label="人员和床位配置">
      <h2>人员和床位配置</h2>
      {of.checks.length === 0 && <p className="y-quiet">文件没有对这类机构规定配比，或今天的人员数还没有填报。</p>}
      <div className="y-stack">
        {of.checks.map((each) => (
          <div key={each.label}>
            <p className="y-row">
              <strong>{each.label}</strong>
              <Status of={each.met ? 'met' : 'short'} words={CHECK_WORDS} />
            </p>
            <p>{each.says}</p>
            <Clause of={each.clause} />
          </div>
        ))}
      </div>
    </section>
  )
}

function Curve({ of }: { of: HomeToday }) {
  const week = of.curve.slice(-7).reverse()
  return (
    <section className="y-card" aria-label="近 7 天入住">
      <h2>近 7 天入住</h2>
      <DataTable
        label="近 7 天入住"
        rows={week}
        keyOf={(row) => row.on}
        columns={[
          { id: 'on', head: '日期', cell: (row) => row.on },
          { id: 'in', head: '占用床位', align: 'right', cell: (row) => `${row.occupied} 张` },
          { id: 'beds', head: '床位', align: 'right', cell: (row) => `${row.beds} 张` },
          { id: 'share', head: '入住率', align: 'right', cell: (row) => showShare(row.occupied, row.beds) },
        ]}
      />
    </section>
  )
}
