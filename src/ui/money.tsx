import { ExampleMark } from './example-mark.tsx'
import { NOT_COLLECTED, showYuan, showYuanInWords } from './formats.ts'

type Props = {
  /** Whole fen; null when nothing is known. */
  fen: number | null | undefined
  /** Also 大写, for pages that are signed. */
  inWords?: boolean
  /** The amount comes from a demonstration parameter. */
  example?: boolean
}

export function Money({ fen, inWords, example }: Props) {
  if (fen === null || fen === undefined) return <span className="y-quiet">{NOT_COLLECTED}</span>
  return (
    <span className="y-number">
      {showYuan(fen)}
      {inWords && `（${showYuanInWords(fen)}）`}
      {example && (
        <>
          {' '}
          <ExampleMark />
        </>
      )}
    </span>
  )
}
