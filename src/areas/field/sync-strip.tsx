import { Icon } from '../../ui/icon.tsx'
import type { FieldSession } from './device/session.ts'
import { unsent } from './protocol/device.ts'
import { usePhase, useSnapshot, useSyncState } from './use-field.tsx'

/** What waits and whether there is a network, in neutral grey above the bar; a press opens the sync box. */
export function SyncStrip() {
  const phase = usePhase()
  return phase.at === 'open' ? <Strip session={phase.session} /> : null
}

function Strip({ session }: { session: FieldSession }) {
  const { device, files } = useSnapshot(session)
  const { running, online, signedOut, trouble } = useSyncState()
  const waiting = unsent(device)
  const photos = files.filter((each) => !each.done).length
  const open = device.entries.filter((each) => each.state === 'conflict' || each.state === 'refused').length
  const stored = [waiting > 0 && `已存 ${waiting} 条`, photos > 0 && `照片 ${photos} 张`].filter(Boolean).join('、')
  const words =
    open > 0
      ? `有 ${open} 条需要您处理`
      : signedOut
        ? '登录已到期，内容都在，请重新登录'
        : running
          ? `正在同步${stored && `，${stored}`}`
          : !online || trouble !== undefined
            ? `离线 · ${stored || '可继续填写'}`
            : stored
              ? `${stored}，等待上传`
              : '都已上传'
  return (
    <a className="y-field-strip" href="/f/sync" data-tone={open > 0 || signedOut ? 'warn' : undefined}>
      <Icon name={open > 0 ? 'warn' : running ? 'upload' : 'phone'} />
      <span role="status">{words}</span>
    </a>
  )
}
