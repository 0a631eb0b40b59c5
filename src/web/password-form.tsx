import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'
import { FormTop, useAccountForm } from './account-form.tsx'
import { changePassword } from './sign-in-calls.ts'

const SHORTEST = 10

/** Changes one's password; sessions on other machines end. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const form = useAccountForm()
  const say = useToast()
  return (
    <section className="y-card" aria-labelledby="password-title">
      <h2 id="password-title">修改密码</h2>
      <form
        className="y-stack"
        noValidate
        onSubmit={(event) =>
          void form.send(
            event,
            [
              ...(current === '' ? [{ field: 'current', message: '请填写当前密码。' }] : []),
              ...(next.length < SHORTEST
                ? [{ field: 'next', message: `新密码至少 ${SHORTEST} 个字符，请加长。` }]
                : []),
            ],
            () => changePassword(current, next),
            () => {
              say('密码已修改，其他电脑上的登录已结束。')
              onDone()
            },
          )
        }
      >
        <FormTop form={form} />
        <TextField
          id="current"
          label="当前密码"
          kind="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={form.errorOf('current')}
        />
        <TextField
          id="next"
          label="新密码"
          hint={`至少 ${SHORTEST} 个字符，可以用一句话`}
          kind="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          error={form.errorOf('next')}
        />
        <div className="y-row">
          <Button submit kind="primary" busy={form.busy}>
            修改密码
          </Button>
        </div>
      </form>
    </section>
  )
}
