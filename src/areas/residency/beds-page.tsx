import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import { BedMap } from './bed-map.tsx'
import { ChargeList } from './charge-list.tsx'
import { readBoard } from './contract.ts'
import { QueueList } from './queue-list.tsx'
import { ResidentList } from './resident-list.tsx'
import { HomeGate, type HomeKey, HomeLinks } from './use-home.tsx'

/** O03 床位与入住: the bed map, the waiting list in its stated order, who lives here, and what is owed. */
export function BedsPage() {
  return <HomeGate title="床位与入住">{(home) => <BedsOf key={home.id} home={home} />}</HomeGate>
}

function BedsOf({ home }: { home: HomeKey }) {
  const { data, loading, refusal, reload } = useEndpoint(readBoard, { params: home })
  const [applying, setApplying] = useState(false)
  if (data === undefined) return <Screen title="床位与入住" loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <Screen
      title={`床位与入住 · ${data.home.name}`}
      note={data.home.example && <ExampleMark />}
      actions={
        <>
          <HomeLinks home={data.home} at="beds" />
          {data.mayAct && <Button onPress={() => setApplying(true)}>登记入住申请</Button>}
        </>
      }
    >
      <Tabs
        label="床位与入住"
        tabs={[
          { id: 'beds', label: '床位图', content: () => <BedMap of={data} /> },
          { id: 'queue', label: '轮候名单', content: () => <QueueList of={data} /> },
          { id: 'residents', label: '在住老人', content: () => <ResidentList of={data} /> },
          { id: 'charges', label: '费用与欠费', content: () => <ChargeList home={data.home} /> },
        ]}
      />
      {applying && <ApplyDialog home={data.home} onClose={() => setApplying(false)} />}
    </Screen>
  )
}
