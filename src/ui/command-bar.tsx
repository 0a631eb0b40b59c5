import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Combobox } from './combobox.tsx'
import { matchOf } from './initials.ts'
import { useKeys } from './keys.ts'
import type { Answer } from './refusal.ts'

/** Something the command bar can go to or do. */
export type Command = { id: string; label: string; group: string; note?: string; run: () => void }

type Props = {
  /** Pages, acts and recent objects: found here, in the page, while typing. */
  local: readonly Command[]
  /** People and objects, found by the server and added below without moving the selection. */
  remote?: (text: string) => Promise<Answer<readonly Command[]>>
}

/** 搜索或执行: Ctrl/⌘ K opens it everywhere in the office. */
export function CommandBar({ local, remote }: Props) {
  const [open, setOpen] = useState(false)
  useKeys({ 'mod+k': () => setOpen(true) })
  return (
    <>
      <Button icon="search" keys="Ctrl K" onPress={() => setOpen(true)}>
        搜索或执行 <kbd>Ctrl K</kbd>
      </Button>
      {open && <CommandDialog local={local} {...(remote ? { remote } : {})} onClose={() => setOpen(false)} />}
    </>
  )
}

function CommandDialog({ local, remote, onClose }: Props & { onClose: () => void }) {
  const [text, setText] = useState('')
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])
  const settled = useSettled(text.trim(), 150)
  const wider = useQuery({
    queryKey: ['command', settled],
    enabled: remote !== undefined && settled.length > 0,
    queryFn: async () => {
      const answer = await remote?.(settled)
      return answer?.ok ? answer.value : []
    },
  })
  const near = local.filter((command) => matchOf(command.label, text) !== undefined).slice(0, 12)
  const far = (text.trim() === settled ? (wider.data ?? []) : []).filter(
    (one) => !near.some((own) => own.id === one.id),
  )
  const all = [...near, ...far]
  return (
    <dialog ref={dialog} className="y-dialog y-command" aria-label="搜索或执行" onClose={onClose}>
      <div className="y-command-body">
        <Combobox
          name="姓名、编号、页面或要做的事，可用拼音首字母"
          list="inline"
          autoFocus
          text={text}
          onText={setText}
          empty="没有找到。可以换一个字，或用拼音首字母。"
          options={all.map((command) => ({
            id: command.id,
            group: command.group,
            note: command.note,
            label: <Marked label={command.label} wanted={text} />,
          }))}
          onPick={(id) => {
            dialog.current?.close()
            all.find((command) => command.id === id)?.run()
          }}
        />
        <p className="y-meta">
          <kbd>↑</kbd> <kbd>↓</kbd> 选择 <kbd>Enter</kbd> 打开 <kbd>Esc</kbd> 关闭
        </p>
      </div>
    </dialog>
  )
}

function Marked({ label, wanted }: { label: string; wanted: string }) {
  const place = matchOf(label, wanted)
  if (!place || place.to === 0) return label
  return (
    <>
      {label.slice(0, place.from)}
      <mark>{label.slice(place.from, place.to)}</mark>
      {label.slice(place.to)}
    </>
  )
}

/** A text once it has stood still for some milliseconds. */
function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return settled
}
