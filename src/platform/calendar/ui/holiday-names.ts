const english: Record<string, string> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明节: 'Qingming Festival',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
}

/** Names known in one language get the other, joined ones too (国庆节、中秋节); any other name stands for both. */
export function named(name: string): { nameZh: string; nameEn: string } {
  const parts = name.split(/[、和与]/).map((part) => knownAs(part.trim()))
  const known = parts.filter((part) => part !== undefined)
  if (known.length < parts.length) return { nameZh: name.slice(0, 60), nameEn: name.slice(0, 60) }
  return { nameZh: known.map(([zh]) => zh).join('、'), nameEn: known.map(([, en]) => en).join(', ') }
}

const knownAs = (name: string): [string, string] | undefined =>
  Object.entries(english).find(([zh, en]) => zh === name || en.toLowerCase() === name.toLowerCase())
