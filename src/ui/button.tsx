import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Props = {
  children: ReactNode
  kind?: 'primary' | 'danger' | 'quiet'
  icon?: IconName
  onPress?: () => void
  submit?: boolean
  /** Why it cannot be pressed now. It stays focusable, and the reason is read out and shown on hover. */
  unavailable?: string | undefined
  /** Shown beside the label and announced, `Ctrl Enter`. */
  keys?: string
  label?: string
  pressed?: boolean
  expanded?: boolean
  busy?: boolean
}

/** A button says its verb (`提交申请`). It is never `disabled`: one that cannot act says why. */
export function Button(props: Props) {
  const { children, kind, icon, onPress, submit, unavailable, keys, label, pressed, expanded, busy } = props
  const blocked = unavailable !== undefined || busy === true
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className="y-button"
      data-kind={kind}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys?.replace('Ctrl', 'Control').replaceAll(' ', '+')}
      title={unavailable ?? (keys ? `快捷键 ${keys}` : undefined)}
      onClick={(event) => {
        if (blocked) event.preventDefault()
        else onPress?.()
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
      {unavailable && <span className="y-unseen">（{unavailable}）</span>}
    </button>
  )
}
