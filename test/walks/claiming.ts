import { sql } from 'kysely'
import { directory } from '#platform/directory/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { today } from '../payments.ts'
import { type Move, one, type Row } from './rows.ts'
import { type Firm, issue, type World } from './world.ts'

/** Claims and requests of firms that come and go. */

async function newFirm(world: World): Promise<Firm> {
  const firm = await world.newFirm()
  world.firms.push(firm)
  return firm
}

async function firmOf(world: World, pick: number): Promise<Firm> {
  if (world.firms.length < 6 || pick % 7 === 0) return newFirm(world)
  return world.firms[pick % world.firms.length] as Firm
}

const claim: Move = async (world, pick) => {
  await world.claim(await firmOf(world, pick), BigInt(1 + (pick % 5)) * 1_000_000n)
  return true
}

const idle = sql<Row>`select v.id, v.organisation_id as other from voucher v where v.status = 'active'
  and v.remaining_fen > 0 and not exists (select from redemption r where r.voucher_id = v.id
    and r.status not in ('withdrawn', 'refused', 'approved'))`

const issueToNew: Move = async (world) => (await issue(world, await newFirm(world), 4_000_000n)) !== null

/**
 * A request with a voucher that nothing hangs on, for all or a part of it; where there is none, its claim goes first.
 * @returns the request, or null where money is short
 */
export async function request(world: World, pick: number): Promise<string | null> {
  const voucher = await one(world, pick, idle, issueToNew)
  const firm = world.firms.find(({ id }) => id === voucher?.other)
  if (!voucher || !firm) return null
  return world.request(firm, voucher.id, [10_000_000n, 2_000_000n][pick % 2] as bigint)
}

/** A small voucher that nobody needs after all; where money is short its claim waits instead. */
const giveBack: Move = async (world, pick) => {
  const firm = await firmOf(world, pick)
  const voucherId = await issue(world, firm, 1_000_000n)
  if (!voucherId) return false
  const input = { params: { id: voucherId }, body: { reason: '项目取消' } }
  await world.node.call(vouchers.giveBack, input, await world.as(firm.owner))
  return true
}

/** The register strikes a firm off, with whatever it has under way. */
const close: Move = async (world, pick) => {
  const firm = await firmOf(world, pick)
  const body = { on: today(world), evidence: '准予注销登记通知书' }
  const officer = await world.as(world.reviewers[0])
  await world.node.call(directory.close, { params: { id: firm.id }, body }, officer)
  return true
}

const counting = sql<Row>`select id, null as other from organisation_closing where withdrawn_at is null`
/** It was another one. */
const takeClosingBack: Move = async (world, pick) => {
  const found = await one(world, pick, counting, close)
  if (!found) return false
  const officer = await world.as(world.reviewers[0])
  const input = { params: { id: found.id }, body: { reason: '误认同名企业' } }
  await world.node.call(directory.takeClosingBack, input, officer)
  return true
}

export const claimingMoves: Record<string, Move> = {
  claim,
  request: async (world, pick) => (await request(world, pick)) !== null,
  'give a voucher back': giveBack,
  'a firm is closed': close,
  'a closing is taken back': takeClosingBack,
}
