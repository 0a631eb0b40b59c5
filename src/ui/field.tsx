import { type ReactNode, useId } from 'react'
import { readTypedDay, readTypedMonth, readYuan, today } from './formats.ts'
import { Icon } from './icon.tsx'

export type FieldProps = {
  label: string
  hint?: string
  /** The same sentence as in the error summary. */
  error?: string | undefined
  /** Required is the default; an optional field says so. */
  optional?: boolean
  /** Id of the control, which the error summary links to; the name of the field in the contract. */
  id?: string
}

type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** Label above, hint under it, then the control, then the error: the same everywhere. */
export function Field({
  label,
  hint,
  error,
  optional,
  id,
  children,
}: FieldProps & { children: (w: Wiring) => ReactNode }) {
  const own = useId()
  const at = id ?? own
  const described = [hint && `${at}-hint`, error && `${at}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className="y-field">
      <label htmlFor={at}>
        {label}
        {optional && '（选填）'}
      </label>
      <Extra at={at} hint={hint} />
      {children({ id: at, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      <ErrorLine at={at} error={error} />
    </div>
  )
}

function Extra({ at, hint }: { at: string; hint: string | undefined }) {
  return hint ? (
    <div id={`${at}-hint`} className="y-field-hint">
      {hint}
    </div>
  ) : null
}

function ErrorLine({ at, error }: { at: string; error: string | undefined }) {
  return error ? (
    <div id={`${at}-error`} className="y-field-error">
      <Icon name="danger" />
      {error}
    </div>
  ) : null
}

type TextProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  onLeave?: () => void
  /** Written after the field: `元`, `人`, `m²`. */
  unit?: string
  kind?: 'text' | 'digits' | 'password' | 'email' | 'tel' | 'long'
  autoComplete?: string
  maxLength?: number
}

export function TextField(props: TextProps) {
  const { value, onChange, onLeave, unit, kind = 'text', autoComplete, maxLength, ...field } = props
  return (
    <Field {...field}>
      {(wiring) => {
        const shared = { ...wiring, className: 'y-control', value, autoComplete, maxLength, onBlur: onLeave }
        if (kind === 'long') return <textarea {...shared} onChange={(event) => onChange(event.target.value)} />
        const type = kind === 'digits' || kind === 'text' ? 'text' : kind
        return (
          <div className="y-input">
            <input
              {...shared}
              type={type}
              inputMode={kind === 'digits' ? 'numeric' : undefined}
              onChange={(event) => onChange(event.target.value)}
            />
            {unit}
          </div>
        )
      }}
    </Field>
  )
}

/** A date typed in any usual form and echoed as `2026-11-21` on leaving the field. */
export function DayField(props: FieldProps & { value: string; onChange: (value: string) => void }) {
  const { value, onChange, hint = '例如 2026-11-21 或 20261121', ...field } = props
  return (
    <TextField
      {...field}
      hint={hint}
      kind="digits"
      value={value}
      onChange={onChange}
      onLeave={() => onChange(readTypedDay(value, today()) ?? value)}
    />
  )
}

/** A month, for births whose day is unknown and for batches: `1944-03`. */
export function MonthField(props: FieldProps & { value: string; onChange: (value: string) => void }) {
  const { value, onChange, hint = '例如 1944-03 或 194403', ...field } = props
  return (
    <TextField
      {...field}
      hint={hint}
      kind="digits"
      value={value}
      onChange={onChange}
      onLeave={() => onChange(readTypedMonth(value) ?? value)}
    />
  )
}

/** A sum typed in yuan; `onChange` also gets whole fen, undefined while it is not a sum. */
export function YuanField(
  props: FieldProps & { value: string; onChange: (text: string, fen: number | undefined) => void },
) {
  const { onChange, ...field } = props
  return <TextField {...field} unit="元" onChange={(text) => onChange(text, readYuan(text))} />
}

export type Choice = { value: string; label: string; note?: string; picture?: ReactNode }

/** Eight to twenty choices; fewer are tiles, more are searched. */
export function SelectField(
  props: FieldProps & { value: string; options: readonly Choice[]; onChange: (value: string) => void },
) {
  const { value, options, onChange, ...field } = props
  return (
    <Field {...field}>
      {(wiring) => (
        <select {...wiring} className="y-control" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">请选择</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type TilesProps = FieldProps & {
  options: readonly Choice[]
  inline?: boolean
} & (
    | { many?: false; value: string; onChange: (value: string) => void }
    | { many: true; value: readonly string[]; onChange: (value: string[]) => void }
  )

/** Two to seven choices as tiles that can be hit anywhere; `many` makes them check boxes. */
export function Tiles(props: TilesProps) {
  const { label, hint, error, optional, id, options, inline } = props
  const own = useId()
  const at = id ?? own
  const picked = (value: string) => (props.many ? props.value.includes(value) : props.value === value)
  const toggle = (value: string) => {
    if (!props.many) props.onChange(value)
    else props.onChange(picked(value) ? props.value.filter((one) => one !== value) : [...props.value, value])
  }
  return (
    <fieldset className="y-field" aria-describedby={error ? `${at}-error` : hint ? `${at}-hint` : undefined}>
      <legend>
        {label}
        {optional && '（选填）'}
      </legend>
      <Extra at={at} hint={hint} />
      <div className="y-tiles" data-inline={inline || undefined}>
        {options.map((option, index) => (
          <label key={option.value} className="y-tile">
            <input
              id={index === 0 ? at : undefined}
              type={props.many ? 'checkbox' : 'radio'}
              name={at}
              value={option.value}
              checked={picked(option.value)}
              onChange={() => toggle(option.value)}
            />
            {option.picture}
            <span>
              {option.label}
              {option.note && <span className="y-tile-note">{option.note}</span>}
            </span>
          </label>
        ))}
      </div>
      <ErrorLine at={at} error={error} />
    </fieldset>
  )
}
