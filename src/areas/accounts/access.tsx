import { useState } from 'react'
import { ROLES, STAFF_ROLES } from '../../platform/identity/principal.ts'
import { Button } from '../../ui/button.tsx'
import { Day } from '../../ui/day.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useEndpoint } from '../../ui/load.ts'
import { Status } from '../../ui/status.tsx'
import { AccountCard } from './account-card.tsx'
import { listAccounts } from './calls.ts'
import type { AccountView } from './contract.ts'
import { NewAccountDialog } from './new-account.tsx'
import { accountWords, stateOf } from './words.ts'

const filters: Filter[] = [
  {
    id: 'role',
    label: '岗位',
    options: STAFF_ROLES.map((value) => ({ value, label: ROLES[value] })),
  },
  { id: 'waiting', label: '复核', options: [{ value: 'true', label: '待复核' }] },
]

/** The list's words in the address, as the API calls them. */
function useAccounts({ query }: ListInput): Loaded<ListAnswer<AccountView>> {
  const { q, after, role, waiting } = query
  const loaded = useEndpoint(listAccounts, { query: { search: q, cursor: after, role, waiting } })
  const data = loaded.data && { rows: loaded.data.accounts, next: loaded.data.next }
  return { ...loaded, data }
}

/** W30 用户与授权: accounts where one administers, their grants, and what one may do with them. */
export function Access() {
  const [creating, setCreating] = useState(false)
  return (
    <>
      <ListPage<AccountView>
        title="用户与授权"
        unit="个账号"
        load={useAccounts}
        filters={filters}
        example="demo"
        keyOf={(account) => account.username}
        nameOf={(account) => account.name}
        peek={(account) => <AccountCard account={account} />}
        urgent={(account) => account.grants.some((grant) => grant.mayApprove)}
        views={[
          { id: 'all', label: '全部', search: {} },
          { id: 'waiting', label: '待复核', search: { waiting: 'true' } },
        ]}
        actions={
          <Button kind="primary" onPress={() => setCreating(true)}>
            开通账号
          </Button>
        }
        columns={[
          {
            id: 'name',
            head: '姓名或岗位',
            cell: (account) => (
              <>
                {account.name} {account.demonstration && <ExampleMark what="演示账号，密码公开" />}
              </>
            ),
          },
          { id: 'username', head: '账号', cell: (account) => account.username },
          { id: 'state', head: '状态', align: 'center', cell: (account) => <State of={account} /> },
          { id: 'grants', head: '现有岗位', long: true, cell: sayGrants },
          { id: 'factor', head: '动态码', cell: (account) => (account.secondFactor ? '已开通' : '未开通') },
          { id: 'used', head: '上次使用', cell: (account) => <Day on={account.lastUsedAt} /> },
          {
            id: 'views',
            head: '看过的档案（近 30 天）',
            align: 'right',
            cell: (account) => `${account.viewsLast30Days} 次`,
          },
        ]}
        first={{ words: '您管理的区划内还没有账号。开通后再授予岗位。' }}
      />
      {creating && <NewAccountDialog onClose={() => setCreating(false)} />}
    </>
  )
}

const State = ({ of }: { of: AccountView }) => (
  <Status of={stateOf(of, new Date().toISOString())} words={accountWords} />
)

const sayGrants = (account: AccountView): string =>
  account.grants
    .filter((grant) => grant.state === 'inForce' || grant.state === 'waiting')
    .map(
      (grant) =>
        `${grant.label} · ${grant.divisionPath.at(-1) ?? grant.division}${grant.state === 'waiting' ? '（待复核）' : ''}`,
    )
    .join('；') || '没有岗位'
