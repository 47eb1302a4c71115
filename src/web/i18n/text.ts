import { useCallback, useSyncExternalStore } from 'react'
import { type Blanks, fill, type Language, type Text } from '#core/text.ts'
import { language, onLanguage } from './language.ts'

export type { Blanks, Language, Text }

/** Says a text in the reader's language; a plain string (a name, a number) is said as it is. */
export type Say = (text: Text | string, blanks?: Blanks) => string

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

/** `const t = useText()`, then `t({ zh, en }, { blanks })`: texts lie beside the code that shows them. */
export function useText(): Say {
  const spoken = useLanguage()
  return useCallback(
    (text, blanks) => fill(typeof text === 'string' ? text : text[spoken], blanks, spoken),
    [spoken],
  )
}

/** A word of a sentence as it stands alone: on a button, at the head of an entry. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
