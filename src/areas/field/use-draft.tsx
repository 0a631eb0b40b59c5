import { useEffect, useRef, useState } from 'react'
import { useFieldSession } from './use-field.tsx'

/** A form's draft: read when it opens, written at each tap. Undefined while it is being read. */
export function useDraft<T extends object>(
  name: string,
  fresh: () => T,
): [T | undefined, (change: Partial<T>) => void] {
  const session = useFieldSession()
  const [draft, setDraft] = useState<T>()
  const start = useRef(fresh)
  useEffect(() => {
    let left = false
    setDraft(undefined)
    void session.readDraft<T>(name).then((kept) => {
      if (!left) setDraft(kept ?? start.current())
    })
    return () => {
      left = true
    }
  }, [session, name])
  const change = (part: Partial<T>) =>
    setDraft((before) => {
      if (before === undefined) return before
      const next = { ...before, ...part }
      void session.saveDraft(name, next)
      return next
    })
  return [draft, change]
}
