import { Icon, type IconName } from './icon.tsx'

export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'danger'

/** Words of an area's states, declared once beside its contract: `{ draft: { word: '草稿', tone: 'neutral' } }`. */
export type StateWords<S extends string> = Record<S, { word: string; tone: Tone; icon?: IconName }>

/** A state: icon and word, the colour only repeats it. `danger` is for 阻断 alone. */
export function Status<S extends string>({ of, words }: { of: S; words: StateWords<S> }) {
  const { word, tone, icon } = words[of]
  return (
    <span className="y-status" data-tone={tone}>
      <Icon name={icon ?? tone} />
      {word}
    </span>
  )
}
