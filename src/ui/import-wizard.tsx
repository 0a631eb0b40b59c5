import { type DragEvent, type ReactNode, useState } from 'react'
import { Field } from './field.tsx'
import { showNumber } from './formats.ts'

export type WizardStep = { id: string; label: string }

/** The six steps of every import (J4.1). */
export const IMPORT_STEPS = [
  { id: 'header', label: '选表头' },
  { id: 'columns', label: '配列' },
  { id: 'values', label: '配值' },
  { id: 'check', label: '核对' },
  { id: 'compare', label: '比对' },
  { id: 'commit', label: '提交' },
] as const satisfies readonly WizardStep[]

type Props = {
  /** Id of the step that the batch stands at. */
  current: string
  steps?: readonly WizardStep[]
  children: ReactNode
  /** Left of the bar: `已保存 09:41:07`, discard. */
  aside?: ReactNode
  /** Right of the bar: back, then one primary act. */
  actions: ReactNode
}

/** The frame of an import: where one is, the step's content, and a bar of acts that stays in sight. */
export function ImportWizard({ current, steps = IMPORT_STEPS, children, aside, actions }: Props) {
  const at = steps.findIndex((step) => step.id === current)
  return (
    <>
      <ol className="y-steps" aria-label="导入步骤">
        {steps.map((step, index) => (
          <li
            key={step.id}
            data-state={index < at ? 'done' : undefined}
            aria-current={index === at ? 'step' : undefined}
          >
            {index + 1} {step.label}
            {index < at && <span className="y-unseen">（已完成）</span>}
          </li>
        ))}
      </ol>
      <div className="y-stack y-grow">{children}</div>
      <div className="y-actions">
        {aside}
        <div className="y-head-space" />
        {actions}
      </div>
    </>
  )
}

type DropProps = { label: string; hint: string; accept: string; onFile: (file: File) => void; error?: string }

/** A place to drop a file, with an ordinary file field inside for keys and screen readers. */
export function FileDrop({ label, hint, accept, onFile, error }: DropProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the field inside is the first
    <div
      className="y-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Field label={label} hint={hint} error={error}>
        {(wiring) => (
          <>
            <input
              {...wiring}
              className="y-unseen"
              type="file"
              accept={accept}
              onChange={(event) => {
                const file = event.target.files?.[0]
                if (file) onFile(file)
                event.target.value = ''
              }}
            />
            {/* The browser's own field speaks the language of the browser; this label is pressed instead and says it in ours. */}
            <label htmlFor={wiring.id} className="y-button">
              选择文件
            </label>
          </>
        )}
      </Field>
    </div>
  )
}

type ProgressProps = { words: string; done: number; total: number | null; actions?: ReactNode }

/** Counted progress of long work: `正在检查 3,412 行，已完成 1,980 行`. */
export function Progress({ words, done, total, actions }: ProgressProps) {
  return (
    <div className="y-card">
      <p role="status">
        {words}
        {total !== null && ` ${showNumber(total)} 行`}，已完成 {showNumber(done)} 行
      </p>
      <progress
        className="y-progress"
        aria-label={words}
        value={total === null ? undefined : done}
        max={total ?? undefined}
      />
      {actions}
    </div>
  )
}
