import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { ACCOUNTS, createAccount, type OneTimePassword } from './calls.ts'
import { PasswordOnce } from './password-once.tsx'

/** Opens an account without a role; the role is granted after it. */
export function NewAccountDialog({ onClose }: { onClose: () => void }) {
  const [username, setUsername] = useState('')
  const [name, setName] = useState('')
  const [given, setGiven] = useState<OneTimePassword>()
  const { act, busy, refusal } = useAct(createAccount, [ACCOUNTS])
  const create = async () => {
    const answer = await act({ body: { username: username.trim(), name: name.trim() } })
    if (answer.ok) setGiven(answer.value)
  }
  if (given) return <PasswordOnce given={given} onClose={onClose} />
  return (
    <Dialog
      title="开通账号"
      act="开通账号"
      busy={busy}
      unavailable={username.trim() === '' || name.trim() === '' ? '先填写账号和姓名' : undefined}
      onAct={() => void create()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField
        label="账号"
        hint="3 到 30 个字符，用小写字母、数字、点和横线"
        autoComplete="off"
        value={username}
        onChange={setUsername}
        error={refusal?.fields.username}
      />
      <TextField label="姓名或岗位名称" value={name} onChange={setName} maxLength={60} error={refusal?.fields.name} />
    </Dialog>
  )
}
