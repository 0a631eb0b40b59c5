import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { useAct } from '../../ui/load.ts'
import { type ElderRecord, readFile, readPage, readTimelineOf, withdrawFactOf } from './contract.ts'
import { FactDialog } from './fact-dialog.tsx'
import type { Fact } from './fact-periods.tsx'
import { FACT_KINDS } from './words.ts'

const REASONS = ['登记在别人名下的', '来源已更正', '重复登记'] as const

/** Correcting a period that was recorded wrongly, or taking it back altogether, with the reason. */
export function FactActs({ file, fact }: { file: ElderRecord; fact: Fact }) {
  const [correcting, setCorrecting] = useState(false)
  const { act } = useAct(withdrawFactOf, [readFile.path, readPage.path, readTimelineOf.path])
  const what = `${FACT_KINDS[fact.kind]}：${fact.words}`
  return (
    <div className="y-acts">
      <Button kind="quiet" label={`更正“${what}”`} onPress={() => setCorrecting(true)}>
        更正
      </Button>
      <CaseActions
        actions={[
          {
            id: 'withdraw',
            label: '撤回登记',
            kind: 'quiet',
            reason: { required: true, reasons: REASONS },
            warn: { sentence: `将撤回“${what}”（${fact.validFrom} 起），之后按没有登记过处理，历史仍可查看。` },
          },
        ]}
        onAct={async (_, reason) => {
          const answer = await act({ params: { id: file.id, fact: fact.id }, body: { reason: reason ?? '' } })
          return answer.ok ? undefined : answer.refusal
        }}
      />
      {correcting && (
        <FactDialog
          file={file}
          start={{ kind: fact.kind, value: fact.value, from: fact.validFrom }}
          onClose={() => setCorrecting(false)}
        />
      )}
    </div>
  )
}
