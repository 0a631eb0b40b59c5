import type { z } from 'zod'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'
import { type Homes, listHomes, listOwnHomes } from './contract.ts'
import { HomeTable } from './home-table.tsx'

/** W13 预收费监管: homes of the district, those with open alerts first. */
export function CustodyList() {
  const { session } = useSession()
  const [search] = useUrlState()
  const own = session?.account.roles.find((grant) => grant.role !== 'cityOfficer')?.division
  const district = /^\d{6}/.exec(search.area ?? '')?.[0] ?? own?.slice(0, 6)
  if (district === undefined)
    return (
      <Screen title="预收费监管">
        <Notice tone="info">请先在上方的辖区切换中选择一个区县。</Notice>
      </Screen>
    )
  return <District district={district} />
}

function District({ district }: { district: string }) {
  const { data, loading, refusal, reload } = useEndpoint(listHomes, { params: { district } })
  return (
    <Screen title="预收费监管" loading={loading} refusal={refusal} onRetry={reload}>
      {data && <Page of={data} base="/w/custody" />}
    </Screen>
  )
}

/** O05 合同与预收费: the homes that the own organisation runs. */
export function OwnCustody() {
  const { data, loading, refusal, reload } = useEndpoint(listOwnHomes, {})
  return (
    <Screen title="合同与预收费" loading={loading} refusal={refusal} onRetry={reload}>
      {data && <Page of={data} base="/o/custody" />}
    </Screen>
  )
}

function Page({ of, base }: { of: z.infer<typeof Homes>; base: string }) {
  const unset = [...new Set(of.rows.flatMap((row) => row.unset))]
  return (
    <div className="y-card y-stack">
      {unset.length > 0 && (
        <Notice tone="info">
          这些数值还没有设定，对应的检查暂时不会提示：{unset.join('、')}。请在“政策规则库”中设定并由第二人签署。
        </Notice>
      )}
      <HomeTable rows={of.rows} hrefOf={(row) => `${base}/${row.district}/${row.facility}`} />
      <p className="y-meta">
        数据到 {of.on}，可维持天数按近 {of.windowDays} 天的净支出计算。
      </p>
    </div>
  )
}
