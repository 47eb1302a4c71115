import { remember, remembered } from './i18n/language.ts'

type Pair = readonly [light: string, dark: string]

/** The colours of theme.css once more, for what cannot read CSS variables (antd's tokens, charts). */
export const colours = {
  page: ['#ffffff', '#12181d'],
  surface: ['#ffffff', '#182026'],
  soft: ['#f3f6f8', '#1f2930'],
  line: ['#d5dde3', '#35424c'],
  edge: ['#76858f', '#7d8d98'],
  ink: ['#17222b', '#e6edf2'],
  quiet: ['#51616d', '#a7b5c0'],
  accent: ['#0e5a8a', '#7cc0ec'],
  'accent-strong': ['#0a4166', '#a5d5f5'],
  'accent-soft': ['#e4f0f7', '#16324a'],
  'on-accent': ['#ffffff', '#08263c'],
  alarm: ['#b93a1a', '#ff9c7d'],
  'alarm-soft': ['#fdede7', '#42211a'],
  'on-alarm': ['#ffffff', '#3a0f02'],
  good: ['#1c6b4a', '#7fd0ab'],
  'good-soft': ['#e5f4ec', '#173529'],
  wait: ['#7a5200', '#e9bd6a'],
  'wait-soft': ['#fbf2de', '#3a2d12'],
  beijing: ['#8e3b77', '#d98ec4'],
  tianjin: ['#1b76ad', '#6fb9e8'],
  hebei: ['#a86400', '#e6a94b'],
  nation: ['#51616d', '#a7b5c0'],
} as const satisfies Record<string, Pair>

export type Theme = 'light' | 'dark'

const systemDark = () => globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false
const listeners = new Set<() => void>()

/** What the reader chose here, else what the system prefers. */
export function theme(): Theme {
  const chosen = remembered('theme')
  if (chosen === 'light' || chosen === 'dark') return chosen
  return systemDark() ? 'dark' : 'light'
}

/** Chooses a theme; null follows the system again. */
export function setTheme(next: Theme | null): void {
  remember('theme', next)
  if (next) document.documentElement.dataset.theme = next
  else delete document.documentElement.dataset.theme
  for (const listener of listeners) listener()
}

export function onTheme(listener: () => void): () => void {
  const media = globalThis.matchMedia('(prefers-color-scheme: dark)')
  listeners.add(listener)
  media.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    media.removeEventListener('change', listener)
  }
}

/** The colour of a region by the province of its code; the same everywhere. */
export function regionColour(code: string | null | undefined): string {
  const province = { '11': 'beijing', '12': 'tianjin', '13': 'hebei' }[code?.slice(0, 2) ?? '']
  return `var(--${province ?? 'nation'})`
}

/** The same look for antd's parts. */
export function antdTokens(shown: Theme) {
  const of = (name: keyof typeof colours) => colours[name][shown === 'light' ? 0 : 1]
  return {
    colorPrimary: of('accent'),
    colorLink: of('accent'),
    colorError: of('alarm'),
    colorSuccess: of('good'),
    colorWarning: of('wait'),
    colorTextBase: of('ink'),
    colorBgBase: of('surface'),
    colorBorder: of('line'),
    borderRadius: 6,
    fontSize: 14,
    fontFamily: 'inherit',
  }
}
