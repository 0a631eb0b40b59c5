import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Screen } from '../ui/screen.tsx'
import { AccountFormFrame, useAccountForm } from './account-form.tsx'
import { askPhoneCode, signInByPhone } from './sign-in-calls.ts'

/** Elders and families by the telephone that they showed at the counter: a code is sent, and opens the account once. */
export function PhoneForm({ onIn, onPassword }: { onIn: () => Promise<void>; onPassword: () => void }) {
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [minutes, setMinutes] = useState<number>()
  const form = useAccountForm()
  const wanted = phone.trim() === '' ? [{ field: 'phone', message: '请填写手机号。' }] : []
  const own = [
    ...wanted,
    ...(minutes !== undefined && code === '' ? [{ field: 'code', message: '请填写验证码。' }] : []),
  ]
  return (
    <Screen title="老人和家属登录" problems={form.problems.length}>
      <AccountFormFrame
        form={form}
        whole
        own={own}
        ask={() => (minutes === undefined ? askPhoneCode(phone) : signInByPhone(phone, code))}
        onDone={(told) => (told.minutes === undefined ? onIn() : setMinutes(told.minutes))}
        act={minutes === undefined ? '获取验证码' : '登录'}
        beside={<Button onPress={onPassword}>用账号和密码登录</Button>}
      >
        <TextField
          id="phone"
          label="手机号"
          hint="在窗口核对过的那个"
          kind="tel"
          autoComplete="tel"
          value={phone}
          onChange={(next) => {
            setPhone(next)
            setMinutes(undefined)
          }}
          error={form.errorOf('phone')}
        />
        {minutes !== undefined && (
          <>
            <Notice live>如果这个手机号在窗口核对过，验证码已经发出，{minutes} 分钟内有效。</Notice>
            <TextField
              id="code"
              label="验证码"
              kind="digits"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
              error={form.errorOf('code')}
            />
          </>
        )}
      </AccountFormFrame>
      <p className="y-meta">没有核对过手机号的，请到窗口或找社区（村）养老助理核对身份。</p>
    </Screen>
  )
}
