import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { listOpenData } from './contract.ts'

/** 公开数据: the lists that are published, each as CSV with its dictionary. */
export function OpenData() {
  const { data, loading, refusal, reload } = useEndpoint(listOpenData)
  return (
    <Screen title="公开数据" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        <p>下列数据可以自由下载使用。文件为 CSV 格式，每份数据附有说明各列含义的数据字典。</p>
        {data?.length === 0 && <Empty words="还没有公开的数据。" />}
        {data?.map((set) => (
          <section key={set.id} className="y-card y-stack-tight" aria-label={set.title}>
            <h2>{set.title}</h2>
            <p>{set.about}</p>
            <p className="y-meta">{set.entries === 0 ? '暂时没有内容' : `${set.capped ? '1000+' : set.entries} 条`}</p>
            <div className="y-row">
              <a className="y-button" href={set.data} download>
                下载数据
              </a>
              <a className="y-button" href={set.dictionary} download>
                数据字典
              </a>
            </div>
          </section>
        ))}
      </div>
    </Screen>
  )
}
