import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { NEEDS } from './needs.ts'

/** 找人帮忙: how each thing is done by phone or at a counter; reached from the same place on every page. */
export function Help() {
  const [{ need: wanted, place }] = useUrlState()
  const need = NEEDS.find((one) => one.id === wanted)
  return (
    <Screen title={need?.label ?? '找人帮忙'}>
      <div className="y-stack y-after-title">
        {need && (
          <>
            <Notice>这件事还不能在网上办，请按下面的办法找人办。</Notice>
            <ol className="y-stack">
              {need.by.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </>
        )}
        <section className="y-stack" aria-labelledby="by-phone">
          <h2 id="by-phone">打电话</h2>
          <p>
            <a className="y-button y-help" href="tel:12345">
              拨打 12345
            </a>
          </p>
          <p>政务服务便民热线，说清楚老人住在哪个区县、哪个乡镇（街道），会转给当地办理。</p>
        </section>
        <section className="y-stack" aria-labelledby="in-person">
          <h2 id="in-person">当面办</h2>
          {place && <p>您找的是{place}：请到当地便民服务中心，或找社区（村）养老助理。</p>}
          <p>带上老人的身份证，到住处所在的乡镇（街道）便民服务中心，或找社区（村）养老助理。</p>
          <p>老人自己去不了的，家人可以代办，也可以请工作人员上门。</p>
        </section>
        <section className="y-stack" aria-labelledby="urgent">
          <h2 id="urgent">有危险</h2>
          <p>突然发病打 120，着火打 119，遇到危险或走失打 110。</p>
        </section>
      </div>
    </Screen>
  )
}
