import { Tiles } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { WhatIf } from '../whatif/what-if.tsx'
import { CatalogueTable } from './catalogue-table.tsx'
import { Drafts } from './drafts.tsx'
import { readOpenParameters, readSettingHistory } from './endpoints.ts'
import { OpenValues } from './open-values.tsx'
import { RuleList } from './rule-list.tsx'
import { ClauseChecks } from './verifications.tsx'

/** W25 政策规则库: rules in words with their boundaries, the values a district sets with two signatures, and the whole catalogue. */
export function PolicyLibrary() {
  const [search, change] = useUrlState()
  const { session } = useSession()
  const own = session?.account.roles.find((grant) => ['districtOfficer', 'cityOfficer'].includes(grant.role))?.division
  const area = search.area?.slice(0, 6) ?? own ?? ''
  const ofCity = own === '500000'
  const division = ofCity && search.level === 'nation' ? '000000' : area
  const settable = division !== '' && (ofCity || !/0000$/.test(division))
  const open = useEndpoint(readOpenParameters, { query: { division } }, settable)
  const history = useEndpoint(readSettingHistory, { query: { division } }, settable)
  const unset = open.data?.filter((each) => each.basis === 'unset') ?? []
  const drafts = history.data?.filter((each) => each.state === 'draft') ?? []
  const refusal = open.refusal ?? history.refusal
  return (
    <Screen title="政策规则库" loading={session === undefined} refusal={refusal} onRetry={open.reload}>
      {!settable && <Notice>请在左上角选择一个区县，就能看到该区县已经设定和还没有设定的数值。</Notice>}
      {ofCity && area === '500000' && (
        <Tiles
          label="设定哪一级的数值"
          hint="没有自己设定的区县沿用全市的，全市没有的沿用全国的。"
          inline
          value={search.level ?? 'city'}
          onChange={(level) => change({ level: level === 'city' ? undefined : level }, 'replace')}
          options={[
            { value: 'city', label: '全市' },
            { value: 'nation', label: '全国' },
          ]}
        />
      )}
      <div className="y-card">
        <Tabs
          label="政策规则库的内容"
          tabs={[
            { id: 'rules', label: '规则', content: () => <RuleList division={division || '500000'} /> },
            ...(settable
              ? [
                  {
                    id: 'values',
                    label: ofCity && /0000$/.test(division) ? '要设的数值' : '本区要设的数值',
                    count: unset.length,
                    content: () => (
                      <OpenValues division={division} rows={open.data ?? []} history={history.data ?? []} />
                    ),
                  },
                  {
                    id: 'drafts',
                    label: '待签署',
                    count: drafts.length,
                    content: () => <Drafts division={division} drafts={drafts} parameters={open.data ?? []} />,
                  },
                ]
              : []),
            ...(settable && division !== '000000'
              ? [{ id: 'trial', label: '试算', content: () => <WhatIf key={division} division={division} /> }]
              : []),
            { id: 'clauses', label: '条款核对', content: () => <ClauseChecks /> },
            { id: 'catalogue', label: '全部参数', content: () => <CatalogueTable division={division || '500000'} /> },
          ]}
        />
      </div>
    </Screen>
  )
}
