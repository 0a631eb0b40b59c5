import { districts } from '../../ui/districts.ts'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { SelectField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { readServiceLists } from '../funds/contract.ts'
import { SERVICE_KIND_WORDS } from '../funds/words.ts'

/** The public page of a district's list of basic services, as published, with its version and the paper behind it. */
export function ServiceList() {
  const [search, change] = useUrlState()
  const district = search.district ?? ''
  const { data, loading, refusal, reload } = useEndpoint(readServiceLists, { params: { district } }, district !== '')
  const shown = data?.lists.find((each) => String(each.version) === search.version) ?? data?.lists[0]
  return (
    <Screen title="基本养老服务清单" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        <SelectField
          label="您所在的区县"
          value={district}
          onChange={(value) => change({ district: value, version: undefined })}
          options={districts.map(({ key, name }) => ({ value: key, label: name }))}
        />
        {district !== '' && data?.lists.length === 0 && (
          <Empty words="这个区县还没有在这里公布清单。您可以拨打 12345 询问当地的服务。">
            <a className="y-button" href="/help">
              找人帮忙
            </a>
          </Empty>
        )}
        {shown && (
          <>
            <p>
              第 {shown.version} 版，自 {shown.validFrom} 起施行。依据：{shown.document}{' '}
              {shown.example && <ExampleMark />}
            </p>
            {shown.items.map((item) => (
              <section key={item.service} className="y-card y-stack-tight" aria-label={item.service}>
                <h2>{item.service}</h2>
                <Facts
                  of={[
                    { label: '谁可以享受', value: item.population },
                    { label: '服务内容', value: item.content },
                    { label: '标准', value: item.standard },
                    { label: '类型', value: SERVICE_KIND_WORDS[item.kind] },
                    { label: '谁负责', value: item.responsible },
                  ]}
                />
              </section>
            ))}
            {(data?.lists.length ?? 0) > 1 && (
              <nav aria-label="其他版本">
                <p>
                  以前的版本：
                  {data?.lists
                    .filter((each) => each.version !== shown.version)
                    .map((each) => (
                      <a key={each.version} href={`?district=${district}&version=${each.version}`}>
                        第 {each.version} 版（自 {each.validFrom}）{' '}
                      </a>
                    ))}
                </p>
              </nav>
            )}
            <p>
              <a className="y-button" href="/what-can-i-receive">
                看看我能享受什么
              </a>
            </p>
          </>
        )}
      </div>
    </Screen>
  )
}
