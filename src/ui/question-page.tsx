import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { useDocumentTitle } from './screen.tsx'

type Props = {
  title: string
  /** Said as words: `第 3 题，共 6 题`. */
  step: number
  of: number
  hint?: string
  /** Id of the control, and the sentence, when 继续 was pressed without a usable answer. */
  problem?: { field: string; message: string } | undefined
  onNext: () => void
  onBack?: (() => void) | undefined
  next?: string
  children: ReactNode
}

/** 问答式: one question on a screen of the portal. The answer is kept by the caller as soon as it is given. */
export function QuestionPage({ title, step, of, hint, problem, onNext, onBack, next = '继续', children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(title, problem ? 1 : 0)
  // A new question is a new page for someone who listens to it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is what changes with the question
  useEffect(() => heading.current?.focus(), [title])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onNext()
  }
  return (
    <form className="y-question" onSubmit={submit} noValidate>
      <div>
        <p className="y-meta">
          第 {step} 题，共 {of} 题
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {hint && <p className="y-field-hint">{hint}</p>}
      </div>
      <ErrorSummary problems={problem ? [problem] : []} lead="这里还需要改一下" />
      {children}
      <div className="y-row">
        <Button submit kind="primary">
          {next}
        </Button>
        {onBack && <Button onPress={onBack}>上一题</Button>}
      </div>
    </form>
  )
}
