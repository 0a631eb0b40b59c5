import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { isComposing } from './keys.ts'

export type Option = { id: string; label: ReactNode; group?: string; note?: ReactNode }

type Props = {
  /** Accessible name when no label points at `id`. */
  name?: string
  id?: string
  text: string
  onText: (text: string) => void
  options: readonly Option[]
  onPick: (id: string) => void
  /** `popup` opens below the field while it has focus; `inline` always shows the list. */
  list?: 'popup' | 'inline'
  empty?: string
  describedBy?: string | undefined
  invalid?: boolean
  autoFocus?: boolean
}

/** A text field with a list of matches (WAI-ARIA combobox): arrows move, Enter picks, Esc closes the list. */
export function Combobox(props: Props) {
  const { name, id, text, onText, options, onPick, list = 'popup', empty, describedBy, invalid, autoFocus } = props
  const base = useId()
  const field = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(list === 'inline')
  const [active, setActive] = useState<string>()
  const at = Math.max(
    0,
    options.findIndex((option) => option.id === active),
  )
  const current = options[at]
  useEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [autoFocus])
  useEffect(() => {
    if (current) document.getElementById(`${base}-${current.id}`)?.scrollIntoView?.({ block: 'nearest' })
  }, [base, current])
  const pick = (option: Option | undefined) => {
    if (!option) return
    onPick(option.id)
    if (list === 'popup') setOpen(false)
  }
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setOpen(true)
      setActive(options[(at + step + options.length) % Math.max(options.length, 1)]?.id)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      pick(current)
    } else if (event.key === 'Escape' && list === 'popup' && open) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    }
  }
  const shown = open && (options.length > 0 || empty !== undefined)
  return (
    <div className="y-combo" data-list={list}>
      <input
        ref={field}
        id={id}
        className="y-control"
        role="combobox"
        aria-label={name}
        aria-expanded={shown}
        aria-controls={`${base}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && current ? `${base}-${current.id}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          onText(event.target.value)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => list === 'popup' && setOpen(false)}
        onKeyDown={onKey}
      />
      <div id={`${base}-list`} role="listbox" aria-label={name ?? '可选项'} className="y-options" hidden={!shown}>
        {options.map((option, index) => (
          <OptionRow
            key={option.id}
            id={`${base}-${option.id}`}
            option={option}
            heading={option.group !== options[index - 1]?.group ? option.group : undefined}
            selected={option === current}
            onPick={() => pick(option)}
          />
        ))}
      </div>
      {shown && options.length === 0 && (
        <p role="status" className="y-field-hint">
          {empty}
        </p>
      )}
    </div>
  )
}

type RowProps = { id: string; option: Option; heading: string | undefined; selected: boolean; onPick: () => void }

function OptionRow({ id, option, heading, selected, onPick }: RowProps) {
  return (
    <>
      {heading && (
        <div className="y-option-group" role="presentation">
          {heading}
        </div>
      )}
      {/* The field keeps the focus and the keys; the pointer is the second way. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: see above */}
      <div
        id={id}
        role="option"
        aria-selected={selected}
        className="y-option"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPick}
      >
        <span>{option.label}</span>
        {option.note && <span className="y-meta">{option.note}</span>}
      </div>
    </>
  )
}
