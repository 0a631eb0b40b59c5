export function Brand({ href = '/' }: { href?: string }) {
  return (
    <a className="y-brand" href={href}>
      <svg
        viewBox="0 0 32 32"
        width="28"
        height="28"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
      >
        <path d="M3 24c4.500-3.500 8.500-3.500 13 0s8.500 3.500 13 0" strokeLinecap="round" />
        <path d="M16 4c3.500 3 5.500 6 5.500 9A5.500 5.500 0 0116 18.500 5.500 5.500 0 0110.500 13c0-3 2-6 5.500-9z" />
      </svg>
      颐养
    </a>
  )
}
