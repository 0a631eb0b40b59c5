import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

type Toast = { id: number; words: string; undo?: () => void }
type Say = (words: string, undo?: () => void) => void

const SECONDS = 10
const SayContext = createContext<Say>(() => {})
let nextId = 1

/** Says what has just been done, for ten seconds, with 撤销 where it can be undone. */
export const useToast = (): Say => useContext(SayContext)

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), [])
  const say = useCallback<Say>((words, undo) => {
    const toast = undo ? { id: nextId++, words, undo } : { id: nextId++, words }
    setToasts((all) => [...all.slice(-2), toast])
  }, [])
  return (
    <SayContext.Provider value={say}>
      {children}
      <div className="y-toasts" role="status" aria-label="刚才的操作">
        {toasts.map((toast) => (
          <OneToast key={toast.id} toast={toast} drop={drop} />
        ))}
      </div>
    </SayContext.Provider>
  )
}

function OneToast({ toast, drop }: { toast: Toast; drop: (id: number) => void }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => drop(toast.id), SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [held, toast.id, drop])
  const undo = () => {
    toast.undo?.()
    drop(toast.id)
  }
  // The time stands still while a pointer or the focus rests on it.
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only holds the time, acts on nothing
    <div
      className="y-toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.words}
      {toast.undo && (
        <button type="button" onClick={undo}>
          撤销
        </button>
      )}
      <button type="button" aria-label="关闭这条提示" onClick={() => drop(toast.id)}>
        <Icon name="close" />
      </button>
    </div>
  )
}
