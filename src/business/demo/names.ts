import { fill } from '#core/text.ts'
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
  const { first } = firms
  const word = first[no % first.length] as string
  const { name } = tradeOf({ firms }, no)
  return `${place}${EXAMPLE}${word}${name}有限公司`
}

/** What the firm of this number does. */
export function tradeOf({ firms: { first, trades } }: Pick<Story, 'firms'>, no: number) {
  return trades[Math.floor(no / first.length) % trades.length] as Story['firms']['trades'][number]
}

type Service = Story['services'][number]

/** What is asked for and why, about something that the firm makes. */
export function wordsOf(random: Random, { titles, purposes }: Service, part: string) {
  const said = (template: string) => fill(template, { part })
  return { title: said(random.pick(titles)), purpose: said(random.pick(purposes)) }
}

export const addressOf = (name: string) => `${name}@demo.example`
