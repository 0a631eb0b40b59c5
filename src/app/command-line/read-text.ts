import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { refused } from './arguments.ts'

/** The text of a file, or of standard input for `-`. */
export async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw refused('FILE_UNREADABLE', `文件 ${file} 打不开，请检查路径。`)
  }
}
