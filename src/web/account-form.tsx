import { type FormEvent, useState } from 'react'
import { ErrorSummary, type Problem } from '../ui/error-summary.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Answer, Refusal } from '../ui/refusal.ts'

export type AccountForm = ReturnType<typeof useAccountForm>

/** Problems before sending and the refusal after it; what was typed stays in both cases. */
export function useAccountForm() {
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  async function send<T>(
    event: FormEvent,
    own: readonly Problem[],
    ask: () => Promise<Answer<T>>,
    done: (value: T) => Promise<void> | void,
  ) {
    event.preventDefault()
    if (busy) return
    setProblems(own)
    setRefusal(undefined)
    if (own.length > 0) return
    setBusy(true)
    const answer = await ask()
    setBusy(false)
    if (answer.ok) await done(answer.value)
    else setRefusal(answer.refusal)
  }
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message
  return { send, problems, refusal, setRefusal, busy, errorOf }
}

/** What is wrong, above the fields. */
export function FormTop({ form }: { form: AccountForm }) {
  return (
    <>
      <ErrorSummary problems={form.problems} />
      {form.refusal && (
        <Notice tone="warn" live>
          {form.refusal.message}
        </Notice>
      )}
    </>
  )
}
