import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'

type Props = {
  label: ReactNode
  name?: string
  icon?: IconName
  side?: 'left' | 'right'
  children: (close: () => void) => ReactNode
}

/** A button with a panel below it. Esc and a press outside close it and give the focus back. */
export function Menu({ label, name, icon, side = 'right', children }: Props) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      box.current?.querySelector('button')?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', onEscape)
    }
  }, [open])
  const close = () => setOpen(false)
  return (
    <div className="y-menu" ref={box}>
      <Button
        expanded={open}
        onPress={() => setOpen(!open)}
        {...(icon ? { icon } : {})}
        {...(name ? { label: name } : {})}
      >
        {label}
      </Button>
      {open && (
        <div className="y-menu-body" data-side={side}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
