/** Five line drawings, from walking alone to lying in bed; the words beside them carry the meaning. */
const DRAWINGS = [
  // walks
  'M28 12a4 4 0 100-8 4 4 0 000 8zM28 12v16M28 28l-8 16M28 28l8 16M28 17l-9 8M28 17l9 8',
  // walks with a stick
  'M26 12a4 4 0 100-8 4 4 0 000 8zM26 12l2 16M28 28l-8 16M28 28l7 16M27 18l10 8M37 26v18M27 18l-8 8',
  // is helped to stand
  'M20 14a4 4 0 100-8 4 4 0 000 8zM20 14v16M20 30l-6 14M20 30l6 14M20 20l12 4M38 12a4 4 0 100-8 4 4 0 000 8zM38 12v18M38 30l-5 14M38 30l6 14M38 18l-6 6',
  // sits in a wheelchair
  'M24 12a4 4 0 100-8 4 4 0 000 8zM24 12v14h10l4 12h5M24 18l8 4M24 46a9 9 0 100-18 9 9 0 000 18zM42 46a3 3 0 100-6 3 3 0 000 6zM17 14v12',
  // lies in bed
  'M6 18v26M6 38h44M50 30v14M14 30a4 4 0 100-8 4 4 0 000 8zM20 34h30v-4c0-4-4-6-8-6H22z',
] as const

export function CarePicture({ level }: { level: 0 | 1 | 2 | 3 | 4 }) {
  return (
    <svg className="y-picture" viewBox="0 0 56 52" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <path d={DRAWINGS[level]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
