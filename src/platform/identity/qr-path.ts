import { create } from 'qrcode'

/** A QR code as one SVG path of unit squares, `size` squares wide with the quiet border of four that readers need. */
export type QrPath = { readonly size: number; readonly path: string }

const QUIET = 4

/** The code of a text. The page draws the path itself: the text stands in no address, no file and no markup of its own. */
export function qrPathOf(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`
    }
  }
  return { size: size + 2 * QUIET, path }
}
