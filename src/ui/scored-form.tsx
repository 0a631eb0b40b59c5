import { Button } from './button.tsx'
import { Tiles } from './field.tsx'

/** The parts of a scored form that a screen shows; an `Instrument` of the engine fits. Nothing of the office is known here. */
export type ScoredItem = {
  readonly code: string
  readonly label: string
  readonly options: readonly { readonly points: number; readonly label: string }[]
  readonly note?: string | undefined
}
export type ScoredSection = { readonly code: string; readonly label: string; readonly items: readonly ScoredItem[] }
/** Points by item code; a code that is left out is not answered yet. */
export type ScoredAnswers = Readonly<Record<string, number>>

export type ScoredFormProps = {
  sections: readonly ScoredSection[]
  value: ScoredAnswers
  onChange: (code: string, points: number) => void
  /** Items marked 待定: to come back to before the end. */
  later?: ReadonlySet<string>
  onLater?: (code: string) => void
  /** Items that are not asked because of other answers, as the engine says. */
  skipped?: ReadonlySet<string>
  /** Sentences of a refusal by item code. */
  errors?: Readonly<Record<string, string>>
}

const asked = ({ sections, skipped }: Pick<ScoredFormProps, 'sections' | 'skipped'>): ScoredItem[] =>
  sections.flatMap((section) => section.items).filter((item) => !skipped?.has(item.code))

/** Codes of the items that still need an answer, in the order of the form. */
export const openItems = (form: Pick<ScoredFormProps, 'sections' | 'skipped' | 'value'>): string[] =>
  asked(form)
    .filter((item) => form.value[item.code] === undefined)
    .map((item) => item.code)

/** One question with its criteria as tiles. Points are not printed on them: what is read out is the criterion, not the score. */
function ItemTiles({ item, form }: { item: ScoredItem; form: ScoredFormProps }) {
  const chosen = form.value[item.code]
  return (
    <div className="y-scored-item" id={`item-${item.code}`}>
      <Tiles
        id={`answers.items.${item.code}`}
        label={`${item.code} ${item.label}`}
        {...(item.note === undefined ? {} : { hint: item.note })}
        error={form.errors?.[item.code]}
        value={chosen === undefined ? '' : String(chosen)}
        onChange={(points) => form.onChange(item.code, Number(points))}
        options={item.options.map((option) => ({ value: String(option.points), label: option.label }))}
      />
      {form.onLater !== undefined && (
        <Button kind="quiet" pressed={form.later?.has(item.code) ?? false} onPress={() => form.onLater?.(item.code)}>
          {form.later?.has(item.code) ? '已记待定' : '待定'}
        </Button>
      )}
    </div>
  )
}

const progress = (form: ScoredFormProps) => {
  const all = asked(form).length
  return { all, done: all - openItems(form).length }
}

/**
 * A whole scored form on one page, section by section, for the office and for tablets. It shows how far one has come and what was put off, and
 * no points and no level: they would steer the answers.
 */
export function ScoredForm(form: ScoredFormProps) {
  const { all, done } = progress(form)
  const put = [...(form.later ?? [])]
  return (
    <div className="y-scored">
      <div className="y-scored-bar" role="status">
        <strong>
          已答 {done}/{all}
        </strong>
        {put.length > 0 && (
          <span>
            待定：
            {put.map((code) => (
              <a key={code} href={`#item-${code}`}>
                {code}
              </a>
            ))}
          </span>
        )}
      </div>
      {form.sections.map((section) => (
        <section key={section.code} className="y-stack" aria-label={section.label}>
          <h2>
            {section.code} {section.label}
          </h2>
          {section.items
            .filter((item) => !form.skipped?.has(item.code))
            .map((item) => (
              <ItemTiles key={item.code} item={item} form={form} />
            ))}
        </section>
      ))}
    </div>
  )
}
