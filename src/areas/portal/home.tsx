import { Icon } from '../../ui/icon.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { Screen } from '../../ui/screen.tsx'
import { NEEDS } from './needs.ts'
import { NewestNews } from './news.tsx'
import { SearchBox } from './search-box.tsx'

/** P01 首页: routes people by need, not by department. Elder mode shows at most four things, the search among the other pages. */
export function Home() {
  const { elder } = usePreferences()
  const needs = elder ? NEEDS.slice(0, 1) : NEEDS
  return (
    <Screen title="您想办什么">
      <div className="y-stack y-after-title">
        {!elder && <SearchBox />}
        <ul className="y-needs">
          <li>
            <a className="y-need" data-lead="" href="/what-can-i-receive">
              <Icon name="money" />
              <span>
                <strong>我能享受什么</strong>
                <span className="y-meta">回答 6 个问题，看看老人能享受哪些待遇。不用登录。</span>
              </span>
            </a>
          </li>
          {WAYS.map((way) => (
            <li key={way.href}>
              <a className="y-need" href={way.href}>
                <Icon name={way.icon} />
                <span>
                  <strong>{way.label}</strong>
                  <span className="y-meta">{way.hint}</span>
                </span>
              </a>
            </li>
          ))}
          {needs.map((need) => (
            <li key={need.id}>
              <a className="y-need" href={`/help?need=${need.id}`}>
                <Icon name={need.icon} />
                <span>
                  <strong>{need.label}</strong>
                  <span className="y-meta">{need.hint}</span>
                </span>
              </a>
            </li>
          ))}
          {!elder && (
            <li>
              <a className="y-need" href="/services">
                <Icon name="list" />
                <span>
                  <strong>基本养老服务清单</strong>
                  <span className="y-meta">本区公布的服务：给谁、有什么、什么标准、找谁办。</span>
                </span>
              </a>
            </li>
          )}
        </ul>
        {!elder && <NewestNews most={4} />}
        {!elder && (
          <p>
            每件事给谁办、要什么、多久办完，看<a href="/guide">事项指南</a>；看机构、床位和价格，去
            <a href="/find">找机构</a>。
          </p>
        )}
      </div>
    </Screen>
  )
}

/** What people come back for. */
const WAYS = [
  { href: '/family', label: '我的家人', hint: '替父母申请，看待遇和办件', icon: 'people' },
  { href: '/progress', label: '查办理进度', hint: '有回执上的编号和校验码就能查，还能补材料、提异议', icon: 'search' },
] as const
