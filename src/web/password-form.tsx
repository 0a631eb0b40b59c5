import { useState } from 'react'
import { useToast } from '../ui/toast.tsx'
import { AccountFormFrame, PasswordField, useAccountForm } from './account-form.tsx'
import { changePassword } from './sign-in-calls.ts'

const SHORTEST = 10

/** Changes one's password; sessions on other machines end. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const form = useAccountForm()
  const say = useToast()
  const own = [
    ...(current === '' ? [{ field: 'current', message: '请填写当前密码。' }] : []),
    ...(next.length < SHORTEST ? [{ field: 'next', message: `新密码至少 ${SHORTEST} 个字符，请加长。` }] : []),
    ...(next !== '' && next === current ? [{ field: 'next', message: '新密码和当前密码一样，请换一个。' }] : []),
  ]
  return (
    <section className="y-card" aria-labelledby="password-title">
      <h2 id="password-title">修改密码</h2>
      <AccountFormFrame
        form={form}
        own={own}
        ask={() => changePassword(current, next)}
        onDone={() => {
          say('密码已修改，其他电脑上的登录已结束。')
          onDone()
        }}
        act="修改密码"
      >
        <PasswordField form={form} id="current" label="当前密码" value={current} onChange={setCurrent} />
        <PasswordField
          form={form}
          id="next"
          fresh
          label="新密码"
          hint={`至少 ${SHORTEST} 个字符，可以用一句话`}
          value={next}
          onChange={setNext}
        />
      </AccountFormFrame>
    </section>
  )
}
