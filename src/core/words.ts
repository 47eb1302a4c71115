/** Search by words, as the database does it (`search_fold`, `search_query`), for what lies in memory and for marking hits. */

/** One form for what width, case and compatibility forms tell apart; character by character, so that places can be told. */
const foldOne = (character: string) => character.normalize('NFKD').toUpperCase().toLowerCase()

export const fold = (text: string): string => Array.from(text, foldOne).join('')

export const wordsOf = (typed: string): string[] =>
  fold(typed)
    .split(/\s+/)
    .filter((word) => word !== '')

/** Every word stands somewhere in one of the texts. */
export function holdsAll(words: readonly string[], ...texts: (string | null)[]): boolean {
  const folded = texts.map((text) => fold(text ?? ''))
  return words.every((word) => folded.some((text) => text.includes(word)))
}

export type Piece = { text: string; hit: boolean }

/** The text in pieces: those that a word found, and those between. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  const characters = Array.from(text)
  const folded = characters.map(foldOne)
  const owner = folded.flatMap((one, at) => Array.from({ length: one.length }, () => at))
  const whole = folded.join('')
  const hit = new Set<number>()
  for (const word of words) {
    for (let at = whole.indexOf(word); word && at >= 0; at = whole.indexOf(word, at + 1))
      for (let i = at; i < at + word.length; i++) hit.add(owner[i] as number)
  }
  const pieces: Piece[] = []
  for (const [at, character] of characters.entries()) {
    const last = pieces.at(-1)
    if (last && last.hit === hit.has(at)) last.text += character
    else pieces.push({ text: character, hit: hit.has(at) })
  }
  return pieces
}
