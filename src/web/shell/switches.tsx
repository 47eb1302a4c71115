import { useSyncExternalStore } from 'react'
import type { Text } from '#core/text.ts'
import { setLanguage } from '../i18n/language.ts'
import { useLanguage, useText } from '../i18n/text.ts'
import { IconButton } from '../kit/Button.tsx'
import { onTheme, setTheme, theme } from '../theme.ts'

const said = {
  dark: { zh: '换成深色', en: 'Dark colours' },
  light: { zh: '换成浅色', en: 'Light colours' },
} as const satisfies Record<string, Text>

/** Names the other language in that language. */
export function LanguageSwitch() {
  const spoken = useLanguage()
  const other = spoken === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="x-language"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(other)}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  )
}

export function useTheme() {
  return useSyncExternalStore(onTheme, theme)
}

export function ThemeSwitch() {
  const t = useText()
  const shown = useTheme()
  const other = shown === 'dark' ? 'light' : 'dark'
  return (
    <IconButton
      icon={other === 'dark' ? 'moon' : 'sun'}
      label={t(said[other])}
      onClick={() => setTheme(other)}
    />
  )
}
