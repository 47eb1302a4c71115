import { dayOf } from '#core/time.ts'
import { authorityAt } from '#platform/directory/index.ts'
import { figures } from '#business/figures/browser.ts'
import type { Firm } from './cast.ts'
import { HEBEI } from './cast.ts'
import { buyerOf, type Scene, testing } from './hero-parts.ts'
import { act, fileClaim, SCHEME, type Work } from './steps.ts'

/** A claim of the rush, at most; a firm may have no more in a year than 300,000. */
const MOST_FEN = 18_000_000n
const STEP_FEN = 100_000n
/** Less than this is left when the queue begins. */
const LITTLE_FEN = 1_000_000n

/**
 * Told last: firms ask for what is left of the year's money, the firm's next claim is accepted and waits, and a later one, of a
 * firm that won the contest, goes before it. Where more is left than they ask for, all of them are simply issued.
 */
export async function queueAtLast(scene: Scene): Promise<void> {
  const { cast, hero } = scene
  const { lab, honoured } = cast
  let left = await leftAtFirst(scene)
  // The first two have their own story, one of them is barred.
  for (const [no, firm] of cast.firms.slice(2).entries()) {
    if (left < LITTLE_FEN) break
    const amountFen = left < MOST_FEN ? (left / STEP_FEN) * STEP_FEN : MOST_FEN
    await accepted(scene, `queue/rush/${no}`, rushOf(scene, firm, amountFen), 22)
    left -= amountFen
  }
  await accepted(scene, 'queue/firm', testing(hero, lab, 4, '主轴动平衡测试'), 12)
  await accepted(scene, 'queue/honoured', testing(buyerOf(honoured), lab, 40, '模具型腔精度测量'), 10)
}

/** What can be issued before the rush begins; kept with the story, so that it is the same when told again. */
async function leftAtFirst({ p, days, cast }: Scene): Promise<bigint> {
  const at = days.ago(23, '16:00')
  const { rows } = await p.ask(figures.budgets, {}, cast.desk.finance, at)
  const budget = rows.find(({ scheme, year }) => scheme === SCHEME && year === dayOf(days.end).year)
  const stored = await p.system('queue/left', at, async ({ tx, event }) => {
    const { id } = await authorityAt(tx, HEBEI)
    event({ subject: { kind: 'organisation', id }, changes: { demo: 'queue' } })
    return { fen: String(budget?.availableFen ?? 0n) }
  })
  return BigInt(stored.fen)
}

function rushOf({ cast }: Scene, firm: Firm, amountFen: bigint): Work {
  return {
    ...testing(buyerOf(firm), cast.beijingLab, 0, '批量产品一致性验证'),
    contractFen: amountFen * 2n,
    amountFen,
  }
}

async function accepted(scene: Scene, key: string, work: Work, from: number): Promise<void> {
  const { p, days, cast } = scene
  const id = await fileClaim(p, key, work.buyer.clerk, days.ago(from, '09:40'), work)
  const fits = { reason: '材料齐全，符合申领条件。' }
  await act(p, `${key}/county`, cast.desk.county, days.ago(from - 2, '10:20'), id, 'pass', fits)
  await act(p, `${key}/city`, cast.desk.city, days.ago(from - 4, '15:10'), id, 'pass', {
    reason: '同意发放。',
  })
}
