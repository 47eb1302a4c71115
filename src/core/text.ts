/** A text in both languages of the product: Chinese first, English second. */
export type Text = { zh: string; en: string }

export type Language = 'zh' | 'en'

/** What fills the blanks of a template; a text is put in the template’s own language. */
export type Blanks = Record<string, string | number | bigint | boolean | Text | null | undefined>

/** Fills `{name}` blanks; a blank without a value stays visible, so that a forgotten one is noticed. */
export function fill(template: string, blanks: Blanks = {}, language: Language = 'zh'): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = blanks[name]
    if (value === undefined || value === null) return whole
    return typeof value === 'object' ? value[language] : String(value)
  })
}

export function say(text: Text, language: Language, blanks?: Blanks): string {
  return fill(text[language], blanks, language)
}

/** First language of an `Accept-Language` header that we speak; Chinese otherwise. */
export function languageOf(header: string | null | undefined): Language {
  for (const part of (header ?? '').toLowerCase().split(',')) {
    if (part.trim().startsWith('zh')) return 'zh'
    if (part.trim().startsWith('en')) return 'en'
  }
  return 'zh'
}
