import type { Random } from './random.ts'
import type { Story } from './story.ts'

/** The one play of a node, and the prefix of its keys. */
export const PLAY = 'story'
export const KEY = 'demo/'

/** Says of every name that it is made up. */
export const EXAMPLE = '示例'

export function personName({ people }: Story, random: Random): string {
  const surname = random.pick([...people.surnames])
  const given = random.pick([...people.given]) + (random.chance(0.6) ? random.pick([...people.given]) : '')
  return `${surname}${given}（${EXAMPLE}）`
}

/** 保定示例恒远精密机械有限公司; `place` without 市. */
export function firmName({ firms }: Story, place: string, no: number): string {
  const { first, trade } = firms
  const word = first[no % first.length] as string
  const work = trade[Math.floor(no / first.length) % trade.length] as string
  return `${place}${EXAMPLE}${word}${work}有限公司`
}

export const addressOf = (name: string) => `${name}@demo.example`
