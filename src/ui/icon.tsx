/** Thin-line icons drawn on a 24 grid. Decoration only: the word always stands beside them. */
const PATHS = {
  ok: 'M5 12.5l4.5 4.5L19 7.5',
  warn: 'M12 4l9 16H3zM12 10v4.5M12 17v.5',
  danger: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5M12 16v.5',
  info: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 11v5.5M12 7.5v.5',
  neutral: 'M12 20a8 8 0 100-16 8 8 0 000 16zM8 12h8',
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5.5l3.5 2',
  home: 'M4 11.5L12 4l8 7.5V20h-5.5v-5h-5v5H4z',
  back: 'M10 5l-7 7 7 7M3 12h18',
  phone: 'M6 3h4l1.5 5-2.5 2a13 13 0 005 5l2-2.5 5 1.5v4a2 2 0 01-2 2A16 16 0 014 5a2 2 0 012-2z',
  hand: 'M4 14l3-1 4 2h3.5a1.5 1.5 0 010 3H11m3-1l5-3a1.6 1.6 0 011.6 2.7L15 20H9l-5-2M12 10a3 3 0 013-3 3 3 0 013 3c0 2-3 4-3 4s-3-2-3-4z',
  search: 'M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L21 21',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  person: 'M12 11a4 4 0 100-8 4 4 0 000 8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M15.5 4.5a3.5 3.5 0 010 6.3M17.5 14.4c2.4.8 4 2.700 4 5.600',
  list: 'M4 6h16M4 12h16M4 18h16',
  upload: 'M12 16V4m-5 5l5-5 5 5M4 20h16',
  money: 'M12 21a9 9 0 100-18 9 9 0 000 18zM8 7l4 5 4-5M12 12v5.500M8.500 13h7M8.500 16h7',
  merge: 'M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8',
  rules: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7',
  key: 'M8 16a4 4 0 100-8 4 4 0 000 8zM12 12h9v4M17 12v3',
  map: 'M12 21s7-6.300 7-11.500A7 7 0 005 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 100-5 2.500 2.500 0 000 5z',
  building: 'M5 21V5l8-2v18M13 8l6 2v11M3 21h18M8 8v.5M8 12v.5M8 16v.5',
  voice: 'M4 9v6h4l5 4V5L8 9zM16.500 8.500a5 5 0 010 7M19 6a8.500 8.500 0 010 12',
  bell: 'M6 16V11a6 6 0 0112 0v5l2 2H4zM10 21h4',
  bowl: 'M3 11h18a9 9 0 01-6 8.500v1.500H9v-1.500A9 9 0 013 11zM9 7c0-2 2-2 2-4M14 7c0-2 2-2 2-4',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
  sort: 'M8 5v14m-4-4l4 4 4-4M16 19V5m-4 4l4-4 4 4',
  cases: 'M3 8h18v12H3zM8 8V5h8v3M3 13h18',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="y-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
      <path d={PATHS[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
