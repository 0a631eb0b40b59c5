import { useState } from 'react'
import { CaseActions } from '../../ui/case-actions.tsx'
import { Day } from '../../ui/day.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useAct, useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Status } from '../../ui/status.tsx'
import { type DeviceView, listDevices, wipeDevice } from './contract.ts'
import { DEVICE_WORDS } from './words.ts'

function useDevices({ query }: ListInput): Loaded<ListAnswer<DeviceView>> {
  const loaded = useEndpoint(listDevices, { query: { cursor: query.after } })
  return { ...loaded, data: loaded.data && { rows: loaded.data.rows, next: loaded.data.next } }
}

/** 外勤手机: who has persons' files on which device, and 远程清除 (issue 4 §6). */
export function FieldDevices() {
  return (
    <ListPage<DeviceView>
      title="外勤手机"
      unit="台"
      load={useDevices}
      keyOf={(row) => `${row.district}/${row.id}`}
      nameOf={(row) => row.name}
      peek={(row) => <DeviceCard device={row} />}
      columns={[
        { id: 'name', head: '手机', cell: (row) => row.name },
        { id: 'account', head: '账号', cell: (row) => row.account },
        { id: 'place', head: '辖区', cell: (row) => row.place },
        {
          id: 'standing',
          head: '状态',
          align: 'center',
          cell: (row) => <Status of={row.standing} words={DEVICE_WORDS} />,
        },
        { id: 'seen', head: '上次联系', cell: (row) => <Day on={row.seenAt} /> },
        { id: 'persons', head: '存有老人', align: 'right', cell: (row) => `${row.persons} 位` },
        { id: 'unsent', head: '未上传', align: 'right', cell: (row) => `${row.unsent} 条` },
        { id: 'undecided', head: '待本人决定', align: 'right', cell: (row) => `${row.undecided} 条` },
      ]}
      first={{ words: '还没有登记过的外勤手机。助理第一次打开外勤并登录后，会列在这里。' }}
    />
  )
}

const MINUTE = 60_000

function DeviceCard({ device }: { device: DeviceView }) {
  const wipe = useAct(wipeDevice, ['/api/field'])
  const [done, setDone] = useState(false)
  const skew = Math.round(device.skewMs / MINUTE)
  const onAct = async (id: string, reason: string | undefined) => {
    const answer = await wipe.act({
      params: { district: device.district, id: device.id },
      body: { wipe: id, reason },
    })
    if (answer.ok) setDone(true)
    return answer.ok ? undefined : answer.refusal
  }
  const open = device.standing === 'inUse' || device.standing === 'wiping' || device.standing === 'ended'
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '登记', value: <Day on={device.registeredAt} /> },
          { label: '登录到', value: <Day on={device.endsAt} /> },
          { label: '手机时间', value: skew === 0 ? '准确' : `${skew > 0 ? '快' : '慢'} ${Math.abs(skew)} 分钟` },
        ]}
      />
      {done && <p role="status">已记下，这台手机下次联系时清除。</p>}
      {open && (
        <CaseActions
          onAct={onAct}
          actions={[
            {
              id: 'afterUpload',
              label: '上传完再清除',
              reason: { required: true, reasons: ['离岗交回', '更换手机'] },
            },
            {
              id: 'atOnce',
              label: '远程清除',
              kind: 'danger',
              reason: { required: true, reasons: ['手机丢失', '手机被盗'] },
              warn: { sentence: `这台手机下次联系时马上清空，没有上传的 ${device.unsent} 条会丢失。` },
            },
          ]}
        />
      )}
    </div>
  )
}
