export type Fix =
  | { readonly place: { lng: number; lat: number; accuracy: number; at: string }; readonly because: null }
  | { readonly place: null; readonly because: 'off' | 'denied' | 'noFix' }

const PATIENCE_MS = 8_000

/** Where the device is, or why it cannot be said; nothing waits for it (J5.1: never block when GPS is off). */
export function findPlace(): Promise<Fix> {
  if (!('geolocation' in navigator)) return Promise.resolve({ place: null, because: 'off' })
  return new Promise((done) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        done({
          place: {
            lng: coords.longitude,
            lat: coords.latitude,
            accuracy: Math.min(100_000, coords.accuracy),
            at: new Date(timestamp).toISOString(),
          },
          because: null,
        }),
      (error) => done({ place: null, because: error.code === error.PERMISSION_DENIED ? 'denied' : 'noFix' }),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    ),
  )
}
