import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { OneTimePassword } from './calls.ts'

/** A one-time password, shown once to the administrator who hands it over. */
export function PasswordOnce({ given, onClose }: { given: OneTimePassword; onClose: () => void }) {
  return (
    <Dialog title="一次性密码" onClose={onClose}>
      <Notice tone="warn">只显示这一次。请当面或打电话告诉本人，{given.validHours} 小时内登录并修改，过期作废。</Notice>
      <p>
        账号 <strong>{given.username}</strong>
      </p>
      <p>
        密码 <strong>{given.password}</strong>
      </p>
    </Dialog>
  )
}
