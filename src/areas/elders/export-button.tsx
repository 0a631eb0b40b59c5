import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { ExportDialog } from './export-dialog.tsx'
import { asElderFilter } from './list-query.ts'

/** The list with its present conditions as a file. */
export function ExportButton() {
  const [search] = useUrlState()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onPress={() => setAsking(true)}>导出名单</Button>
      {asking && <ExportDialog conditions={asElderFilter(search)} onClose={() => setAsking(false)} />}
    </>
  )
}
