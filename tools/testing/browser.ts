import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser for the browser suite: $CHROMIUM_PATH, else one of the machine, else Debian's, installed now where that is possible. */
export function findBrowser(): string | undefined {
  return existingBrowser() ?? (installFromDebian() ? existingBrowser() : undefined)
}

export const HOW_TO_GET_A_BROWSER =
  'The browser suite needs Chromium and a Chinese font: install the packages chromium and fonts-noto-cjk (or Google Chrome), or set CHROMIUM_PATH to a Chromium.'

function existingBrowser(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && isExecutable(given)) return given
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES]
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, ...PLACES.filter((place) => place.includes('.app/'))].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installFromDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  process.stderr.write('No browser here: installing chromium and fonts-noto-cjk with apt-get.\n')
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
}
