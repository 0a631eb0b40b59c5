import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button.tsx'

type Props = {
  title: string
  onClose: () => void
  /** Verb of the primary act; it repeats the title's verb. */
  act?: string
  danger?: boolean
  onAct?: () => void
  unavailable?: string | undefined
  busy?: boolean
  children: ReactNode
}

/** A modal question on the browser's own dialog: focus stays inside, Esc closes, focus returns. A full page in elder mode. */
export function Dialog({ title, onClose, act, danger, onAct, unavailable, busy, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const name = useId()
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!unavailable && !busy) onAct?.()
  }
  return (
    <dialog ref={dialog} className="y-dialog" aria-labelledby={name} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <h2 id={name}>{title}</h2>
        {children}
        <div className="y-dialog-foot">
          <Button onPress={() => dialog.current?.close()}>{act ? '先不处理' : '关闭'}</Button>
          {act && (
            <Button submit kind={danger ? 'danger' : 'primary'} unavailable={unavailable} busy={busy ?? false}>
              {act}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  )
}
