import { sql } from 'kysely'
import { jobNames } from '#core/jobs.ts'
import { byHand, cases } from '#platform/cases/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { Who } from '../community.ts'
import * as pay from '../payments.ts'
import { batchMoves } from './batches.ts'
import { claimingMoves } from './claiming.ts'
import { type Move, notSeen, one, type Row } from './rows.ts'
import { recoveringMoves } from './recovering.ts'
import { settlingMoves } from './settling.ts'
import type { World } from './world.ts'

const bodyFor = (action: string, pick: number): object => {
  if (action === 'request_supplement') return { reason: '请补充说明', fields: ['purpose'] }
  if (action === 'extend') return { reason: '案情复杂', workingDays: 1 + (pick % 3), order: '延期通知' }
  if (action === 'supply') return { form: {} }
  return { reason: '随机办理' }
}

const hands: readonly string[] = byHand

/** Any action that the case offers to an official or the firm. */
const onCase =
  (which: keyof World['programmes'], wanted?: readonly string[]): Move =>
  async (world, pick) => {
    const { node } = world
    const open = sql<Row>`select id, organisation_id as other from case_file
        where programme_id = ${world.programmes[which]} and status in ('open', 'supplement', 'held', 'refused', 'appealed')
        order by submitted_at desc limit 12`
    const found = await one(world, pick, open, claimingMoves[which])
    if (!found) return false
    const firm = world.firms.find(({ id }) => id === found.other)
    const people: Who[] = [...world.officials, ...(firm ? [firm.clerk] : [])]
    for (let at = 0; at < people.length; at++) {
      const who = await world.as(people[(pick + at) % people.length] as Who)
      const told = await node.call(cases.get, { params: { id: found.id } }, who).catch(notSeen)
      const may = (told?.available ?? []).filter(
        ({ action, allowed }) => allowed && (wanted ?? hands).includes(action),
      )
      const chosen = may[Math.floor(pick / 11) % Math.max(may.length, 1)]
      if (!chosen) continue
      const params = { id: found.id, action: chosen.action as 'pass' }
      await node.call(cases.act, { params, body: bodyFor(chosen.action, pick) as never }, who)
      return true
    }
    return false
  }

/** What a finance officer does to the budget; what is not there to be taken back is refused. */
const money =
  (endpoint: 'release' | 'takeBack' | 'allot' | 'cut'): Move =>
  async (world, pick) => {
    const body = { amountFen: BigInt(1 + (pick % 9)) * 1_000_000n, reason: '预算调整' }
    const finance = await world.as(world.province.finance)
    const params = { id: world.budgetId }
    const { call } = world.node
    if (endpoint === 'allot')
      await call(vouchers.allot, { params, body: { ...body, from: 'appropriation' } }, finance)
    else if (endpoint === 'cut')
      await call(vouchers.cut, { params, body: { ...body, to: 'appropriation' } }, finance)
    else await call(vouchers[endpoint], { params, body }, finance)
    return true
  }

/** The budget is frozen, thawed or its year closed, for good. */
export const budget =
  (endpoint: 'freeze' | 'unfreeze' | 'closeYear'): Move =>
  async (world) => {
    const finance = await world.as(world.province.finance)
    const params = { id: world.budgetId }
    await world.node.call(vouchers[endpoint], { params, body: { reason: '预算管理' } }, finance)
    return true
  }

/** Days pass, and everything that runs by itself has run. */
const time: Move = async (world, pick) => {
  world.node.clock.advance({ days: [1, 2, 8, 20][pick % 4] as number })
  const names = jobNames().filter(
    (name) => /^(cases|notices|vouchers|payments)\./.test(name) && !/mail/.test(name),
  )
  for (const name of names) await pay.job(world, name)
  return true
}

export const moves: Record<string, Move> = {
  ...claimingMoves,
  'any action on a claim': onCase('claim'),
  'a claim onward': onCase('claim', ['take', 'pass', 'supply', 'overturn']),
  'a claim ends without a voucher': onCase('claim', ['refuse', 'withdraw']),
  'any action on a request': onCase('request'),
  'a request onward': onCase('request', ['take', 'pass', 'supply', 'overturn']),
  'a request ends without money': onCase('request', ['refuse', 'withdraw']),
  ...batchMoves,
  ...settlingMoves,
  ...recoveringMoves,
  release: money('release'),
  allot: money('allot'),
  'take back a release': money('takeBack'),
  'cut an allotment': money('cut'),
  freeze: budget('freeze'),
  thaw: budget('unfreeze'),
  time,
}
