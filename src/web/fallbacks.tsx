import { ownRefusals } from '../ui/refusal.ts'
import { Screen } from '../ui/screen.tsx'
import { PortalFrame } from './portal-shell.tsx'

export function NotFound() {
  return (
    <PortalFrame>
      <Screen title="没有找到这一页" refusal={ownRefusals.notFound()} />
    </PortalFrame>
  )
}

/** A fault of the page itself: says so, keeps a way out. A new release on the server also ends here, and a reload heals it. */
export function Trouble() {
  return (
    <PortalFrame>
      <Screen
        title="这一页没有打开"
        refusal={{ code: 'PAGE_FAULT', status: 500, message: '这一页没有打开。请重新载入，草稿会回来。', fields: {} }}
        onRetry={() => location.reload()}
      />
    </PortalFrame>
  )
}
