import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Screen } from '../ui/screen.tsx'
import { useSession } from '../ui/session.ts'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'

/** One's own password and second factor. */
export function Account() {
  const { session } = useSession()
  const queries = useQueryClient()
  const [generation, setGeneration] = useState(0)
  const again = () => {
    setGeneration((before) => before + 1)
    void queries.invalidateQueries({ queryKey: ['session'] })
  }
  if (!session) return null
  return (
    <Screen title="密码与动态码" note={<span className="y-meta">账号 {session.account.username}</span>}>
      <div className="y-columns">
        <PasswordForm key={generation} onDone={again} />
        <SecondFactor on={session.account.secondFactor === 'on'} onDone={again} />
      </div>
    </Screen>
  )
}
