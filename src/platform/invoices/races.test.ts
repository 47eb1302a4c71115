import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { uuidv7 } from '#core/id.ts'
import { Refusal } from '#core/refusal.ts'
import {
  ask,
  call,
  database,
  firm,
  http,
  invoice,
  lab,
  nextNumber,
  now,
  officer,
  page,
  request,
  reversals,
  through,
} from './fixture.test.ts'
import { free } from './index.ts'
import { raceForLine } from './race.ts'

test('two sessions: one line, one number, a reversal against a presentation', async () => {
  const { id } = await call(firm, 'register', { body: invoice(firm) })
  const line = { invoiceId: id, lineNo: 1, amountFen: 150_000n }
  for (let round = 0; round < 1000; round++) {
    const authorityId = officer.organisationId as string
    const race = await raceForLine({ door: http.door, actors: [firm, firm], authorityId, line, now })
    assert.deepEqual(race, { won: 1, refused: ['invoice_line_exhausted'] })
  }
  for (let round = 0; round < 15; round++) {
    const body = invoice(firm)
    const [a, b] = await Promise.all([
      call(firm, 'register', { body }),
      call(lab, 'register', {
        body: { ...body, fileId: lab.fileId, ...(round % 2 ? { buyerName: '别的名称' } : {}) },
      }),
    ])
    assert.equal(a.id, b.id)
    assert.deepEqual([a.status, b.status].sort(), [round % 2 ? 'conflict' : 'known', 'registered'])
    if (round % 2) continue
    const red = {
      number: nextNumber(),
      blue: { number: body.number },
      issuedOn: '2026-11-22',
      totalFen: '100000',
    }
    const told = reversals.length
    const [, asked] = await Promise.allSettled([
      call(lab, 'registerRed', {
        body: { ...red, lines: [{ blueLineNo: 1, amountFen: '100000' }], fileId: lab.fileId },
      }),
      ask(firm, request(), [[a.id, 1, 150_000n]]),
    ])
    assert.equal(
      reversals.length - told,
      asked.status === 'fulfilled' ? 1 : 0,
      'either refused, or taken back and told',
    )
  }
})

test('over random requests, refusals and reversals the sums hold and nothing is presented beyond what is left', async () => {
  const step = fc.record({
    what: fc.constantFrom('ask', 'ask', 'free', 'red'),
    who: fc.nat(3),
    fen: fc.integer({ min: 1, max: 120_000 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const body = invoice(firm)
      const { id } = await call(firm, 'register', { body })
      const subjects = [request(), request(), request(), request()]
      for (const { what, who, fen } of steps) {
        const subject = subjects[who] as ReturnType<typeof request>
        const left = BigInt((await page(firm, id)).lines[0]?.leftFen ?? '0')
        const doing =
          what === 'ask'
            ? ask(firm, subject, [[id, 1, BigInt(fen)]])
            : what === 'free'
              ? through(firm, ({ tx, ...ctx }) => free(tx, ctx, subject, '撤回'))
              : call(lab, 'registerRed', {
                  body: {
                    ...{
                      number: nextNumber(),
                      blue: { number: body.number },
                      issuedOn: '2026-11-22',
                      totalFen: String(fen),
                    },
                    ...{ lines: [{ blueLineNo: 1, amountFen: String(fen) }], fileId: lab.fileId },
                  },
                })
        const refused = await doing
          .then(() => null)
          .catch((error: unknown) => {
            if (error instanceof Refusal) return error.code
            throw error
          })
        if (what === 'ask' && BigInt(fen) > left) assert.equal(refused, 'invoice_line_exhausted')
        if (what === 'ask' && !refused) assert.ok(BigInt(fen) <= left)
        const { rows } = await sql<{
          same: boolean
        }>`select l.presented_fen = coalesce((select sum(p.amount_fen)
            from invoice_presentation p where p.invoice_id = l.invoice_id and p.line_no = l.line_no and p.freed_at is null), 0)
          and l.reversed_fen = coalesce((select sum(r.amount_fen) from invoice_line r join invoice i on i.id = r.invoice_id
            where i.red_of = l.invoice_id and r.blue_line_no = l.line_no), 0) as same
          from invoice_line l where l.invoice_id = ${id}`.execute(database.db)
        assert.ok(rows.every(({ same }) => same))
      }
    }),
    { numRuns: 25 },
  )
})

test('the database itself refuses what the program would not', async () => {
  const { id } = await call(firm, 'register', { body: invoice(firm) })
  await ask(firm, request(), [[id, 1, 100_000n]])
  const broken = (statement: ReturnType<typeof sql>, constraint: string) =>
    assert.rejects(
      statement.execute(database.db),
      (error: { constraint?: string }) => error.constraint === constraint,
    )
  const [o, a] = [firm.organisationId, officer.organisationId]
  await broken(
    sql`update invoice_line set presented_fen = 0 where invoice_id = ${id} and line_no = 1`,
    'invoice_line_sums',
  )
  await broken(
    sql`update invoice_line set amount_fen = 1 where invoice_id = ${id} and line_no = 1`,
    'invoice_line_in_use',
  )
  await broken(
    sql`update invoice_line set amount_fen = 1 where invoice_id = ${id} and line_no = 2`,
    'invoice_total_sum',
  )
  await broken(sql`delete from invoice_presentation where invoice_id = ${id}`, 'invoice_presentation_kept')
  await broken(
    sql`update invoice_presentation set amount_fen = 1 where invoice_id = ${id}`,
    'invoice_presentation_frozen',
  )
  await broken(
    sql`insert into invoice_presentation (invoice_id, line_no, subject_kind, subject_id, organisation_id, authority_id, amount_fen, at)
      values (${id}, 1, 'x', ${uuidv7()}, ${o}, ${a}, 100001, ${now})`,
    'invoice_line_exhausted',
  )
})
