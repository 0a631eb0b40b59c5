import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ErrorSummary, type Problem } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
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

type FrameProps<T> = {
  form: AccountForm
  /** What is wrong with the fields before anything is sent. */
  own: readonly Problem[]
  ask: () => Promise<Answer<T>>
  onDone: (value: T) => Promise<void> | void
  /** The verb of the button. */
  act: string
  danger?: boolean
  /** A form that is the whole page. */
  whole?: boolean
  /** Buttons beside the first one. */
  beside?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** The frame of every form about one's own account: what is wrong, the fields, the act. */
export function AccountFormFrame<T>(props: FrameProps<T>) {
  const { form, own, ask, onDone, act, danger, whole, beside, lead, children } = props
  return (
    <form
      className={whole ? 'y-question' : 'y-stack'}
      noValidate
      onSubmit={(event) => void form.send(event, own, ask, onDone)}
    >
      {lead}
      <ErrorSummary problems={form.problems} />
      {form.refusal && (
        <Notice tone="warn" live>
          {form.refusal.message}
        </Notice>
      )}
      {children}
      <div className="y-row">
        <Button submit kind={danger ? 'danger' : 'primary'} busy={form.busy}>
          {act}
        </Button>
        {beside}
      </div>
    </form>
  )
}

type FieldProps = { form: AccountForm; id: string; label: string; value: string; onChange: (value: string) => void }

/** A password field; `fresh` for one that is being chosen. */
export function PasswordField({ form, id, fresh, ...field }: FieldProps & { fresh?: boolean; hint?: string }) {
  return (
    <TextField
      {...field}
      id={id}
      kind="password"
      autoComplete={fresh ? 'new-password' : 'current-password'}
      error={form.errorOf(id)}
    />
  )
}

/** The six digits of the authenticator app. */
export function CodeField({ form, id, ...field }: FieldProps & { hint?: string }) {
  return <TextField {...field} id={id} kind="digits" autoComplete="one-time-code" error={form.errorOf(id)} />
}

export const digitsOf = (code: string): string => code.replaceAll(/\D/g, '')

export const codeProblems = (id: string, code: string): readonly Problem[] =>
  digitsOf(code).length === 6 ? [] : [{ field: id, message: '动态码是 6 位数字，请核对。' }]
