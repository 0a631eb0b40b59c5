import { useEffect, useRef } from 'react'

export type Problem = { field: string; message: string }

/**
 * All problems of a form after submission: takes focus, links to each field, says the same words as the field does.
 * `field` is the id of the control.
 */
export function ErrorSummary({ problems, lead }: { problems: readonly Problem[]; lead?: string }) {
  const box = useRef<HTMLDivElement>(null)
  const text = problems.map((problem) => problem.message).join('\n')
  useEffect(() => {
    if (text !== '') box.current?.focus()
  }, [text])
  if (problems.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} role="alert" className="y-errors">
      <h2>{lead ?? `有 ${problems.length} 处需要修改`}</h2>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={field + message}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(field)?.focus()
              }}
            >
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
