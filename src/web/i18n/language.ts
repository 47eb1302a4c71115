import type { Language } from '#core/text.ts'

const listeners = new Set<() => void>()
let current: Language = chosen()

/** `?lang=` first, then what was chosen before, then Chinese. */
function chosen(): Language {
  const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang') ?? remembered('language')
  return asked === 'en' ? 'en' : 'zh'
}

/** Reads a choice of this browser; null where storage is closed to us. */
export function remembered(name: string): string | null {
  if (typeof document === 'undefined') return null
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** Keeps a choice in this browser; null forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

export const language = (): Language => current

export function setLanguage(next: Language): void {
  current = next
  remember('language', next)
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN'
  // The server words mails and documents in the language of this cookie.
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in the browsers we still serve
  document.cookie = `language=${next}; path=/; max-age=31536000; samesite=lax`
  for (const listener of listeners) listener()
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
