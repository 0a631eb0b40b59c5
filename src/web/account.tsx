import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { showDateTime } from '../ui/formats.ts'
import { Notice } from '../ui/notice.tsx'
import { Screen } from '../ui/screen.tsx'
import { type Session, useSession } from '../ui/session.ts'
import { PasswordForm } from './password-form.tsx'
import { ProveFactor, SecondFactor } from './second-factor.tsx'

/** After a change to the account: forms begin anew, and everything is read again with the rights of now. */
function useAccountChanged(): { generation: number; changed: () => void } {
  const queries = useQueryClient()
  const [generation, setGeneration] = useState(0)
  return {
    generation,
    changed: () => {
      setGeneration((before) => before + 1)
      void queries.invalidateQueries()
    },
  }
}

/** One's own password and second factor. */
export function Account() {
  const { session } = useSession()
  const { generation, changed } = useAccountChanged()
  if (!session) return null
  const { username, secondFactor } = session.account
  return (
    <Screen title="密码与动态码" note={<span className="y-meta">账号 {username}</span>}>
      <div className="y-columns">
        {secondFactor === 'prove' && <ProveFactor onDone={changed} />}
        <PasswordForm key={generation} onDone={changed} />
        <SecondFactor on={secondFactor === 'on' || secondFactor === 'prove'} onDone={changed} />
      </div>
    </Screen>
  )
}

/** The first page after a sign-in with a password that somebody else has set: there is no other until it is changed. */
export function ChangeFirst({ session, until }: { session: Session; until: string }) {
  const { changed } = useAccountChanged()
  return (
    <Screen title="先换成自己的密码" note={<span className="y-meta">账号 {session.account.username}</span>}>
      <Notice tone="warn">这是一次性密码，{showDateTime(until)} 作废。换成自己的密码后就能开始工作。</Notice>
      <PasswordForm onDone={changed} />
    </Screen>
  )
}
