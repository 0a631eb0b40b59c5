import { Dialog } from '../ui/dialog.tsx'
import type { ScreenEntry } from './screen-entry.ts'

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl K', '搜索或执行'],
  ['/', '到查找框'],
  ['J / K', '下一条 / 上一条'],
  ['Space', '在旁边看'],
  ['Enter', '打开'],
  ['X', '选择'],
  ['Shift ↓', '选择并下移'],
  ['Ctrl A', '选择本页全部'],
  ['Ctrl Enter', '提交'],
  ['A / R / H', '同意 / 退回 / 暂缓'],
  ['[ / ]', '上个月 / 下个月'],
  ['Esc', '收起最上面一层'],
  ['?', '看快捷键'],
]

/** The keys of the office, on `?`. */
export function KeyHelp({ screens, onClose }: { screens: readonly ScreenEntry[]; onClose: () => void }) {
  const pages = screens.flatMap((entry) =>
    entry.key && entry.rail ? [[`G 再按 ${entry.key.toUpperCase()}`, `到${entry.rail.label}`] as const] : [],
  )
  return (
    <Dialog title="快捷键" onClose={onClose}>
      <dl className="y-facts">
        {[...KEYS, ...pages].map(([keys, act]) => (
          <div key={keys} className="y-row">
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
