import 'maplibre-gl/dist/maplibre-gl.css'
import { type GeoJSONSource, Map as MapView, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { useEffect, useRef } from 'react'
import type { Place } from './contract.ts'

setWorkerUrl(worker)

type Props = { places: readonly Place[]; near: string | undefined; onPoint: (near: string) => void }
const HOME: [number, number] = [106.54, 29.4]

/**
 * Where the places lie. There is no base map: none with an approval number may be used without a network, so that the map shows points and
 * the point from which distances count, and says so. Everything on it stands in the list as well.
 */
export function PlaceMap({ places, near, onPoint }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<MapView>(undefined)
  const point = useRef(onPoint)
  point.current = onPoint
  useEffect(() => {
    if (box.current === null) return
    const map = new MapView({
      container: box.current,
      center: HOME,
      zoom: 9,
      attributionControl: false,
      style: {
        version: 8,
        sources: {},
        layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#eef1ee' } }],
      },
    })
    map.addControl(new NavigationControl({ showCompass: false }))
    map.on('click', (event) => point.current(`${event.lngLat.lng.toFixed(5)},${event.lngLat.lat.toFixed(5)}`))
    map.on('load', () => {
      map.addSource('places', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
      map.addLayer({
        id: 'places',
        type: 'circle',
        source: 'places',
        paint: {
          'circle-radius': 7,
          'circle-color': '#1f5fae',
          'circle-stroke-width': 2,
          'circle-stroke-color': '#ffffff',
        },
      })
      map.on('click', 'places', (event) => {
        const to = event.features?.[0]?.properties.to
        if (typeof to === 'string') location.assign(to)
      })
      box.current?.setAttribute('data-ready', '')
    })
    view.current = map
    return () => map.remove()
  }, [])
  useEffect(() => {
    const map = view.current
    if (map === undefined) return
    const located = places.filter((place) => place.longitude !== null && place.latitude !== null)
    const show = () => {
      const source = map.getSource('places') as GeoJSONSource | undefined
      void source?.setData({
        type: 'FeatureCollection',
        features: located.map(({ district, id, name, longitude, latitude }) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [longitude ?? 0, latitude ?? 0] },
          properties: { name, to: `/find/${district}/${id}` },
        })),
      })
      const [first] = located
      if (first === undefined) return
      const bounds: [number, number, number, number] = located.reduce<[number, number, number, number]>(
        ([west, south, east, north], { longitude, latitude }) => [
          Math.min(west, longitude ?? west),
          Math.min(south, latitude ?? south),
          Math.max(east, longitude ?? east),
          Math.max(north, latitude ?? north),
        ],
        [first.longitude ?? 0, first.latitude ?? 0, first.longitude ?? 0, first.latitude ?? 0],
      )
      map.fitBounds(bounds, { padding: 40, maxZoom: 13, animate: false })
    }
    if (map.getSource('places')) show()
    else map.once('load', show)
  }, [places])
  useEffect(() => {
    const [longitude, latitude] = near?.split(',').map(Number) ?? []
    if (view.current === undefined || longitude === undefined || latitude === undefined) return
    const marker = new Marker({ color: '#b3261e' }).setLngLat([longitude, latitude]).addTo(view.current)
    return () => void marker.remove()
  }, [near])
  return (
    <section aria-label="地图">
      <div ref={box} className="y-map" />
      <p className="y-meta">没有底图，只示意机构的方位；蓝点是机构，点一下空白处，就按到那里的远近排列。</p>
    </section>
  )
}
