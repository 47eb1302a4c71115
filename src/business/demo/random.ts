/** Numbers that look random and are the same on every machine: sfc32, seeded by a text. Never for secrets. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  /** Whole, both ends included. */
  int: (from: number, to: number) => number
  chance: (share: number) => boolean
  pick: <T>(items: readonly T[]) => T
  weighted: <T extends { share: number }>(items: readonly T[]) => T
  /** Around 1, skewed as sizes of contracts are. */
  logNormal: (sigma: number) => number
}

/** Four words from a text (xmur3). */
function wordsOf(text: string): [number, number, number, number] {
  let h = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  const word = () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    return h >>> 0
  }
  return [word(), word(), word(), word()]
}

export function randomOf(seed: string): Random {
  let [a, b, c, d] = wordsOf(seed)
  const next = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(items: readonly T[]) => items[int(0, items.length - 1)] as T
  const weighted = <T extends { share: number }>(items: readonly T[]) => {
    let left = next() * items.reduce((sum, { share }) => sum + share, 0)
    for (const item of items) {
      left -= item.share
      if (left < 0) return item
    }
    return items.at(-1) as T
  }
  /** The sum of six throws is near enough to a normal one. */
  const normal = () => (next() + next() + next() + next() + next() + next() - 3) * Math.SQRT2
  return {
    next,
    int,
    pick,
    weighted,
    chance: (share) => next() < share,
    logNormal: (sigma) => Math.exp(normal() * sigma),
  }
}
