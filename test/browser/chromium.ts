import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../tidy/sources.ts'

export type Chromium = {
  executable: string
  env: Record<string, string>
  profile: string
  forget: () => void
}

/** A run that was killed while it unpacked leaves its lock behind. */
const STALE_LOCK_MS = 60_000
const modules = join(root, 'node_modules')

/**
 * The browser out of npm, unpacked once per version under the temporary folder, with Chinese fonts by a fontconfig
 * of its own. It needs nothing of the machine: the libraries it links to come along.
 */
export async function chromium(): Promise<Chromium> {
  const home = await unpacked()
  const profile = mkdtempSync(join(tmpdir(), 'xiechuang-browser-'))
  const env = {
    ...(process.env as Record<string, string>),
    TMPDIR: profile,
    HOME: profile,
    XDG_CACHE_HOME: join(home, 'cache'),
    FONTCONFIG_FILE: join(home, 'fonts.conf'),
    LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, join(home, 'al2023', 'lib')].filter(Boolean).join(':'),
  }
  const forget = () => rmSync(profile, { recursive: true, force: true })
  return { executable: join(home, 'chromium'), env, profile, forget }
}

/** Several test files may start at once: one unpacks, the others wait until `ready` lies there. */
async function unpacked(): Promise<string> {
  const version = JSON.parse(readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')).version
  const key = createHash('sha256').update(`${root} ${version} 2`).digest('hex').slice(0, 12)
  const home = join(tmpdir(), `xiechuang-chromium-${userInfo().username}-${key}`)
  const ready = join(home, 'ready')
  const lock = `${home}.unpacking`
  while (!existsSync(ready)) {
    try {
      mkdirSync(lock)
    } catch {
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
      if (Date.now() - made > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true })
      await sleep(200)
      continue
    }
    try {
      if (!existsSync(ready)) await unpack(home)
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
  return home
}

async function unpack(home: string): Promise<void> {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const before = process.env.TMPDIR
  process.env.TMPDIR = home // the package unpacks into the temporary folder and takes whatever lies there
  try {
    const { inflate } = await import('@sparticuz/chromium')
    const bin = join(modules, '@sparticuz/chromium/bin')
    for (const name of ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br']) await inflate(join(bin, name))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  writeFileSync(join(home, 'fonts.conf'), fontsConf(home))
  writeFileSync(join(home, 'ready'), '')
}

function fontsConf(home: string): string {
  const fonts = join(modules, '@expo-google-fonts/noto-sans-sc')
  const weights = readdirSync(fonts).filter((name) => /^(400|500|600|700)[A-Z]/.test(name))
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${weights.map((name) => `<dir>${join(fonts, name)}</dir>`).join('\n')}
<cachedir>${join(home, 'cache')}</cachedir>
</fontconfig>`
}
