/** The thread in which papers are drawn: laying out 3,000 names takes seconds, and the fonts stay loaded between papers. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import pdfmake from 'pdfmake'
import { type Drawing, definitionOf } from './draw.ts'
import { coverOf } from './glyph-cover.ts'

export type DrawAnswer = { id: number; bytes: Uint8Array } | { id: number; failed: string }

const { resolve } = createRequire(import.meta.url)
const weight = (name: string): Buffer => readFileSync(resolve(`@expo-google-fonts/noto-sans-sc/${name}`))
const regular = weight('400Regular/NotoSansSC_400Regular.ttf')
const bold = weight('700Bold/NotoSansSC_700Bold.ttf')
const [inRegular, inBold] = [coverOf(regular), coverOf(bold)]
const covers = (codePoint: number): boolean => inRegular(codePoint) && inBold(codePoint)

// A paper is made of its data alone: nothing in a definition may fetch or read anything.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(() => false)
// Its types know the file system that it reads fonts from only for browsers.
type FontFolder = { virtualfs: { writeFileSync: (name: string, content: Buffer) => void } }
const { virtualfs } = pdfmake as unknown as FontFolder
virtualfs.writeFileSync('regular.ttf', regular)
virtualfs.writeFileSync('bold.ttf', bold)
pdfmake.setFonts({ NotoSansSC: { normal: 'regular.ttf', bold: 'bold.ttf' } })

parentPort?.on('message', async ({ id, drawing }: { id: number; drawing: Drawing }) => {
  parentPort?.postMessage(await draw(id, drawing))
})

async function draw(id: number, drawing: Drawing): Promise<DrawAnswer> {
  try {
    const bytes = await pdfmake.createPdf(definitionOf(drawing, covers)).getBuffer()
    return { id, bytes: new Uint8Array(bytes) }
  } catch (error) {
    return { id, failed: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
  }
}
