import type { z } from 'zod'
import { showDateTime } from '../../ui/formats.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { ChangeConflict } from './contract.ts'
import { instantOf } from './instants.ts'

type Conflict = z.infer<typeof ChangeConflict>
export type Kept = Record<string, 'yours' | 'theirs'>

/** The conflict that a refused change carries, or undefined when it was refused for another reason. */
export function conflictOf(refusal: Refusal | undefined): Conflict | undefined {
  const read = refusal?.details === undefined ? undefined : ChangeConflict.safeParse(refusal.details)
  return read?.success ? read.data : undefined
}

const shown = (value: unknown): string => (value === null || value === '' ? '（空）' : String(value))

type Props = { conflict: Conflict; kept: Kept; onKeep: (field: string, which: 'yours' | 'theirs') => void }

/** Both values of every field that two people changed, with who and when, one of them to be chosen (UX §4.2 rule 8). */
export function ConflictChoice({ conflict, kept, onKeep }: Props) {
  return (
    <Notice tone="warn" live>
      <p>您打开之后，同事改过同样的内容。请选择保留哪一个，再保存一次。</p>
      {conflict.conflicts.map((each) => (
        <fieldset key={each.field} className="y-field">
          <legend>{each.label}</legend>
          {(['theirs', 'yours'] as const).map((which) => (
            <label key={which} className="y-row">
              <input
                type="radio"
                name={`keep-${each.field}`}
                checked={kept[each.field] === which}
                onChange={() => onKeep(each.field, which)}
              />
              <span>
                {shown(each[which])}
                <span className="y-meta">
                  {which === 'yours'
                    ? '　您填写的'
                    : `　${each.by}，${each.at === '' ? '刚才' : showDateTime(instantOf(each.at))} 保存`}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </Notice>
  )
}
