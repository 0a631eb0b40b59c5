import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BooksOf } from './books-of.tsx'
import { BudgetTable, ShareTable } from './budget-tables.tsx'
import { readBudgets } from './contract.ts'
import { ContractDialog } from './contract-dialog.tsx'
import { ListDialog } from './list-dialog.tsx'
import { ProposalList } from './proposal-list.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import { PurchaseList } from './purchase-list.tsx'
import { useDistrictAndYear } from './use-district.ts'
import { sayPurpose } from './words.ts'
import { YearSwitch } from './year-switch.tsx'

/** 资金预算: what each level granted, what is left of it, who bears which part, and what waits for the second person. */
export function BudgetsPage() {
  const { district, year, setYear, mayWrite } = useDistrictAndYear(Number(today().slice(0, 4)))
  const [asking, setAsking] = useState<'budget' | 'shares' | 'contract' | 'list'>()
  const { data, loading, refusal, reload } = useEndpoint(
    readBudgets,
    { params: { district: district ?? '', year: String(year) } },
    district !== undefined,
  )
  const open = data?.proposals.filter((each) => each.decision === null).length ?? 0
  return (
    <Screen
      title="资金预算"
      note={<YearSwitch year={year} onYear={setYear} />}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={
        district !== undefined && (
          <>
            <a className="y-button" href="/w/lottery">
              福彩公益金
            </a>
            {mayWrite && <Button onPress={() => setAsking('list')}>修订服务清单</Button>}
            {mayWrite && <Button onPress={() => setAsking('contract')}>登记合同</Button>}
            {mayWrite && <Button onPress={() => setAsking('shares')}>提出分担比例</Button>}
            {mayWrite && <Button onPress={() => setAsking('budget')}>录入预算</Button>}
          </>
        )
      }
    >
      {district === undefined && <Notice>请在左上角选择一个区县，就能看到该区县的预算。</Notice>}
      {data && district !== undefined && (
        <>
          {data.unset.length > 0 && (
            <Notice tone="warn">
              还没有设定分担比例：{data.unset.map(sayPurpose).join('、')}。设定之前，这些批次不能预留资金。
            </Notice>
          )}
          <div className="y-card">
            <Tabs
              label="资金预算的内容"
              tabs={[
                { id: 'budgets', label: '预算与余额', content: () => <BudgetTable rows={data.lines} /> },
                { id: 'shares', label: '谁出多少', content: () => <ShareTable rows={data.shares} /> },
                {
                  id: 'proposals',
                  label: '待复核',
                  count: open,
                  content: () => <ProposalList of={data.proposals} mayWrite={mayWrite} />,
                },
                {
                  id: 'purchases',
                  label: '购买服务',
                  content: () => <PurchaseList district={district} mayWrite={mayWrite} />,
                },
                { id: 'books', label: '账本', content: () => <BooksOf district={district} year={year} /> },
              ]}
            />
          </div>
          {asking === 'contract' && <ContractDialog district={district} onClose={() => setAsking(undefined)} />}
          {asking === 'list' && <ListDialog district={district} onClose={() => setAsking(undefined)} />}
          {(asking === 'budget' || asking === 'shares') && (
            <ProposeDialog kind={asking} district={district} year={year} onClose={() => setAsking(undefined)} />
          )}
        </>
      )}
    </Screen>
  )
}
