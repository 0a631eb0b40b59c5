import { useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { type Search, writeSearch } from './url-state.ts'

/** Conditions and order under a name: a pile of work with its count. */
export type SavedView = { id: string; label: string; search: Search; count?: number }

type Props = {
  views: readonly SavedView[]
  conditions: Search
  onSave?: ((label: string, search: Search) => Promise<void>) | undefined
}

/** 视图: the piles of a list, the open one marked, and the way to keep the present conditions as a new one. */
export function Views({ views, conditions, onSave }: Props) {
  const [naming, setNaming] = useState(false)
  const [label, setLabel] = useState('')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const open = views.find((view) => same(view.search, conditions))
  const save = async () => {
    await onSave?.(label.trim(), conditions)
    setNaming(false)
    setLabel('')
  }
  return (
    <nav className="y-views" aria-label="视图">
      {views.map((view) => (
        <a key={view.id} href={path + writeSearch(view.search)} aria-current={view === open ? 'true' : undefined}>
          {view.label}
          {view.count !== undefined && <span className="y-count">{view.count > 1000 ? '1000+' : view.count}</span>}
        </a>
      ))}
      {onSave && !open && Object.keys(conditions).length > 0 && (
        <Button kind="quiet" onPress={() => setNaming(true)}>
          保存这个视图
        </Button>
      )}
      {naming && (
        <Dialog
          title="保存这个视图"
          act="保存视图"
          unavailable={label.trim() === '' ? '先起个名字' : undefined}
          onAct={() => void save()}
          onClose={() => setNaming(false)}
        >
          <TextField label="视图名称" hint="例如：本周满 80 岁" value={label} onChange={setLabel} maxLength={20} />
        </Dialog>
      )}
    </nav>
  )
}

const same = (a: Search, b: Search): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
