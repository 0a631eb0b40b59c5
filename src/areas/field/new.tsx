import { Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { Finder } from './today.tsx'

/** 新建: a visit nobody planned, or an application for somebody without a phone. */
export function NewRecord() {
  const [{ for: what }] = useUrlState()
  if (what === 'visit' || what === 'apply')
    return (
      <Screen title={what === 'visit' ? '计划外的巡访' : '代办申请'}>
        <Finder hrefOf={(elder) => (what === 'visit' ? `/f/visit/${elder}` : `/f/apply/${elder}`)} />
      </Screen>
    )
  return (
    <Screen title="新建">
      <div className="y-wide-buttons">
        <a className="y-house" href="/f/new?for=visit">
          <strong>计划外的巡访</strong>
          <span className="y-tile-note">顺路看望、邻居反映的情况</span>
        </a>
        <a className="y-house" href="/f/new?for=apply">
          <strong>代办申请</strong>
          <span className="y-tile-note">替没有手机的老人申请津贴、补贴</span>
        </a>
      </div>
    </Screen>
  )
}
