import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'

/** The search of P01: words or pinyin initials, sent with Enter or the button. What was found is a page with an address. */
export function SearchBox({ text = '' }: { text?: string }) {
  const [typed, setTyped] = useState(text)
  const navigate = useNavigate()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() !== '') void navigate({ to: '/search', search: { q: typed.trim() } as never })
  }
  return (
    <search className="y-search">
      <form onSubmit={send}>
        <label htmlFor="portal-search">搜待遇、事项、条款或地名</label>
        <div className="y-row">
          <input
            id="portal-search"
            className="y-control"
            type="search"
            value={typed}
            aria-describedby="portal-search-hint"
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button submit kind="primary" icon="search">
            搜索
          </Button>
        </div>
        <p id="portal-search-hint" className="y-meta">
          可以用拼音首字母，例如 gljt 找高龄津贴
        </p>
      </form>
    </search>
  )
}
