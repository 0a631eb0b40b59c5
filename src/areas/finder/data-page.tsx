import { Screen } from '../../ui/screen.tsx'

const SETS = [
  { file: 'facilities', title: '养老服务机构', says: '名称、类型、地址、位置、床位、空床和日报时间、价格、等级' },
  { file: 'disclosures', title: '机构公开信息（22 项）', says: '每一项的内容、是谁说的、哪一天的' },
  { file: 'dictionary', title: '数据字典', says: '每一列叫什么、什么单位、什么意思' },
] as const

/** P10, the half about facilities: what anybody may take away, with its dictionary. Nothing of a person is in it. */
export function DataPage() {
  return (
    <Screen title="数据开放">
      <div className="y-stack y-after-title">
        <p>巴南区的数据，随时可以下载，不用登录。里面没有任何个人的信息。</p>
        <ul className="y-found">
          {SETS.map(({ file, title, says }) => (
            <li key={file}>
              <a href={`/api/finder/data/${file}.csv?district=500113`} download>
                {title}（CSV）
              </a>
              <p className="y-meta">{says}</p>
            </li>
          ))}
        </ul>
      </div>
    </Screen>
  )
}
