const HEADS: readonly [head: number[], type: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'application/vnd.ms-excel'],
  [[0x25, 0x50, 0x44, 0x46], 'application/pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
  [[0xff, 0xd8, 0xff], 'image/jpeg'],
]

/** The kind of a file by its first bytes; what the browser claims is not believed. Text is what has no zero byte. */
export function mediaTypeOf(first: Uint8Array): string {
  const known = HEADS.find(([head]) => head.every((byte, at) => first[at] === byte))
  if (known !== undefined) return known[1]
  return first.subarray(0, 1024).includes(0) ? 'application/octet-stream' : 'text/plain'
}
