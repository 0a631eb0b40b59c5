import type { Cell } from './contract.ts'
import { SOURCES, UNPUBLISHED } from './words.ts'

/** One public fact with whose word it is and of which day; 未公布 where nobody has said it. */
export function CellText({ of }: { of: Cell }) {
  if (of.text === null) return <span className="y-quiet">{UNPUBLISHED}</span>
  return (
    <>
      {of.text}
      {of.source !== null && (
        <span className="y-meta">
          {' '}
          {SOURCES[of.source]}
          {of.on !== null && ` ${of.on}`}
        </span>
      )}
    </>
  )
}
