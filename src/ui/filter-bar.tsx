import { type FormEvent, useState } from 'react'
import { Button } from './button.tsx'
import { chipsOf, type Filter, understand } from './filters.ts'
import { Icon } from './icon.tsx'
import { isComposing } from './keys.ts'
import { Menu } from './menu.tsx'
import type { Search } from './url-state.ts'

type Props = {
  filters: readonly Filter[]
  search: Search
  onChange: (change: Record<string, string | undefined>) => void
  /** `80岁以上 独居` */
  example?: string
  fieldId: string
}

/** What is asked of a list: a box that understands words, a menu of conditions, and a chip for each that is active. */
export function FilterBar({ filters, search, onChange, example, fieldId }: Props) {
  const [words, setWords] = useState('')
  const chips = chipsOf(filters, search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() === '') return
    const found = understand(filters, words)
    onChange({ ...found, q: found.q || search.q })
    setWords('')
  }
  return (
    <div className="y-filters">
      <search>
        <form onSubmit={submit} className="y-row">
          <label className="y-unseen" htmlFor={fieldId}>
            查找{example && `，例如 ${example}`}
          </label>
          <input
            id={fieldId}
            className="y-control"
            type="search"
            placeholder={example ? `例如 ${example}` : undefined}
            value={words}
            aria-keyshortcuts="/"
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && isComposing(event.nativeEvent)) event.preventDefault()
            }}
          />
          <Button submit icon="search">
            查找
          </Button>
        </form>
      </search>
      {filters.some((filter) => filter.options ?? filter.typed) && (
        <Menu label="添加条件" side="left">
          {(close) => (
            <Conditions
              filters={filters}
              search={search}
              onChange={(change) => {
                onChange(change)
                close()
              }}
            />
          )}
        </Menu>
      )}
      {chips.map((chip) => (
        <span key={chip.id} className="y-chip">
          {chip.text}
          <button type="button" aria-label={`去掉条件 ${chip.text}`} onClick={() => onChange({ [chip.id]: undefined })}>
            <Icon name="close" />
          </button>
        </span>
      ))}
      {chips.length > 1 && (
        <Button kind="quiet" onPress={() => onChange(Object.fromEntries(chips.map((chip) => [chip.id, undefined])))}>
          清除全部条件
        </Button>
      )}
    </div>
  )
}

type ConditionsProps = Pick<Props, 'filters' | 'search' | 'onChange'>

function Conditions({ filters, search, onChange }: ConditionsProps) {
  return (
    <>
      {filters.map((filter) =>
        filter.options ? (
          <div key={filter.id} className="y-field">
            <label htmlFor={`condition-${filter.id}`}>{filter.label}</label>
            <select
              id={`condition-${filter.id}`}
              className="y-control"
              value={search[filter.id] ?? ''}
              onChange={(event) => onChange({ [filter.id]: event.target.value })}
            >
              <option value="">不限</option>
              {filter.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </div>
        ) : (
          filter.typed && <TypedCondition key={filter.id} filter={filter} onChange={onChange} />
        ),
      )}
    </>
  )
}

function TypedCondition({ filter, onChange }: { filter: Filter; onChange: Props['onChange'] }) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const value = filter.typed?.read(text)
    setWrong(value === undefined)
    if (value !== undefined) onChange({ [filter.id]: value })
  }
  return (
    <form className="y-field" onSubmit={submit}>
      <label htmlFor={`condition-${filter.id}`}>{filter.label}</label>
      <div className="y-input">
        <input
          id={`condition-${filter.id}`}
          className="y-control"
          aria-describedby={`condition-${filter.id}-hint`}
          aria-invalid={wrong || undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button submit>添加</Button>
      </div>
      <div id={`condition-${filter.id}-hint`} className={wrong ? 'y-field-error' : 'y-field-hint'}>
        {wrong ? `没有看懂，请这样写：${filter.typed?.hint}` : filter.typed?.hint}
      </div>
    </form>
  )
}
