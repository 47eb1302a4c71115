import type { Actor } from '#core/actor.ts'
import { Refusal } from '#core/refusal.ts'
import type { Calendar } from '#platform/calendar/index.ts'
import { caseNode, COUNTY, type CaseNode, forms, officer, programmeFiles, theSystem } from '#test/cases.ts'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type ActorFacts, actionsByStatus, available } from './available.ts'
import { dueIn } from './clock.ts'
import { emptyState, fold, step } from './fold.ts'
import { dayOf } from '#core/time.ts'
import { actorFactsOf, foldCase } from './actions.ts'
import type { CaseReason } from './refusals.ts'
import { type Action, type ActionData, registerOutcome } from './index.ts'
import { readProgrammes } from './load.ts'
import { selectCase } from './store.ts'
import { recheckCase } from './jobs.ts'
import { appealOf, type Programme } from './programme.ts'
import { actions, type CaseAction, type CaseState, statuses } from './state.ts'

registerOutcome('voucher.issue', async () => {})
registerOutcome('voucher.redeem', async () => {})

const { programmes } = readProgrammes(programmeFiles())
const calendar: Calendar = { years: new Set([2026]), special: new Map() }

const levels = ['county', 'city', 'province'] as const
const officers = levels.flatMap((level) => [
  ...[officer(level), officer(level), officer(level, ['director']), officer(level, ['director', 'reviewer'])],
])

/** Where a case of the programme lies, and the officers of its places. */
function placeFor({ regions }: Programme) {
  const [region] = regions as [string]
  if (COUNTY.includes(region)) return { regionPath: COUNTY, officers }
  const regionPath = [...new Set([`${region.slice(0, 2)}0000`, region])]
  const here = officers.map((one) => ({
    ...one,
    regionCode: one.level === 'province' ? (regionPath[0] as string) : region,
  }))
  return { regionPath, officers: here }
}
const factsOf = (actor: Actor): ActorFacts => ({
  userId: actor.userId,
  organisationId: actor.organisationId,
  roles: [...actor.roles],
  level: actor.level,
  regionCode: actor.regionCode,
  isApplicant: false,
  inRegion: true,
  isSystem: actor.kind === 'system',
  related: false,
})
const applicant: ActorFacts = {
  ...factsOf(officer('county', ['applicant_clerk'])),
  level: null,
  isApplicant: true,
}

/** What each action needs to be plausible. */
const dataFor = (action: Action, programme: Programme): ActionData =>
  action === 'submit'
    ? { form: forms[programme.id] ?? {} }
    : action === 'extend'
      ? { workingDays: 3, order: '延期通知' }
      : action === 'correct'
        ? { form: { amount: '4000000' } }
        : action === 'enter_batch'
          ? { batchId: crypto.randomUUID() }
          : action === 'notice_opened'
            ? { noticeId: crypto.randomUUID() }
            : {}

const addDays = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString()

function holds(programme: Programme, state: CaseState): void {
  assert.ok(statuses.includes(state.status))
  assert.ok(programme.stages.some((stage) => stage.id === state.stage))
  if (['approved', 'withdrawn', 'lapsed', 'revoked', 'held'].includes(state.status))
    assert.equal(state.dueOn, null)
  if (state.status === 'supplement')
    assert.ok(state.supplement && state.wait?.of === 'supplement' && state.dueOn)
  if (state.status === 'appealed') assert.equal(state.clock?.of, 'appeal')
  if (state.assignee) assert.ok(['open', 'supplement', 'held', 'appealed'].includes(state.status))
  if (state.assignee) assert.ok(!state.recused.includes(state.assignee.userId))
  for (const stage of wonAgainst(programme, state))
    assert.ok(!stage, `decided again at ${stage} by whose word was overturned`)
  const good = state.decisions.at(-1)
  if (state.status === 'approved')
    assert.ok(good && ['pass', 'approve', 'overturn', 'reinstate'].includes(good.action))
}

/** Stages where somebody decided whose own word had been overturned there before, or who had upheld an objection that was. */
function wonAgainst({ stages }: Programme, { decisions }: CaseState): string[] {
  const notices = stages.filter(({ kind }) => kind === 'public_notice').map(({ id }) => id)
  return decisions.flatMap(({ action, stage }, at) => {
    if (action !== 'overturn') return []
    const refused = decisions.slice(0, at).filter((one) => one.stage === stage && one.action !== 'pass')
    const by = refused
      .filter((one) => one.action === 'refuse' || one.action === 'decline')
      .map((one) => one.by)
    const later = decisions
      .slice(at + 1)
      .filter(({ action }) => action !== 'revoke' && action !== 'reinstate')
      .filter((one) => one.by && by.includes(one.by))
    return later.filter((one) => one.stage === stage || notices.includes(stage)).map((one) => one.stage)
  })
}

/** Now and then a month passes, so that what lapses is reached, too. */
const days = fc.oneof({ weight: 6, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constant(30) })
const inBatches = ['enter_batch', 'leave_batch', 'notice_opened'] as const

/** Every action that the programme's stages know: what none of them offers can't be done, all else must be met. */
function actionsOf({ stages, withdraw }: Programme): Action[] {
  const some = (holds: (stage: Programme['stages'][number]) => unknown) => stages.some(holds)
  const known: Partial<Record<Action, boolean>> = {
    pass: some((stage) => stage.kind === 'review' && stage.mayPass),
    refuse: some((stage) => stage.kind === 'review' && stage.mayRefuse),
    approve: some(({ kind }) => kind === 'decision'),
    withdraw: withdraw !== null,
    notice_closed: some(({ kind }) => kind === 'public_notice'),
    ...Object.fromEntries(inBatches.map((action) => [action, some(({ kind }) => kind === 'batch')])),
  }
  return actions.filter((action) => known[action] ?? true)
}

/** Each stage that opens an appeal, and how it may end there. */
const appealsOf = ({ stages }: Programme): string[] =>
  stages
    .filter(appealOf)
    .flatMap(({ id }) => ['appeal', 'uphold', 'overturn'].map((action) => `${action} at ${id}`))

const moves = fc.array(fc.record({ pick: fc.nat(100_000_000), days }), { minLength: 1, maxLength: 40 })

const forward: Record<Programme['stages'][number]['kind'], readonly Action[]> = {
  intake: ['submit'],
  review: ['pass'],
  batch: ['enter_batch', 'notice_opened'],
  public_notice: ['notice_closed'],
  decision: ['approve'],
}
const refusing: Partial<typeof forward> = {
  review: ['refuse'],
  public_notice: ['hold', 'decline'],
  decision: ['decline'],
}

/** Chance alone hardly gets to every appeal, and never to two of them: some walks go a part of the way first. */
function waysOf({ stages }: Programme): Action[][] {
  const way: Action[] = []
  const ways: Action[][] = [[]]
  for (const stage of stages) {
    const refused = [...(refusing[stage.kind] ?? []), 'appeal' as const]
    if (appealOf(stage)) {
      ways.push([...way, ...refused, 'uphold'], [...way, ...refused, 'overturn'])
      const won: Action[] = ['overturn', ...forward.batch, 'notice_closed']
      const twice: Action[] = [...won, 'decline', 'appeal', ...won, 'approve']
      if (stage.kind === 'public_notice') ways.push([...way, ...refused, ...twice])
    }
    way.push(...forward[stage.kind])
  }
  return ways
}

const walksOf = (programme: Programme) =>
  fc.record({ way: fc.constantFrom(...waysOf(programme)), walk: moves })

for (const { programme } of programmes) {
  test(`${programme.id}@${programme.version}: random walks never reach a state nobody knows, and fold to the same again`, () => {
    const reached = new Set<string>(['draft'])
    const done = new Set<Action>()
    const placed = new Set<string>()
    fc.assert(
      fc.property(walksOf(programme), ({ way, walk }) => {
        let today = '2026-03-02'
        let state = emptyState(programme)
        const taken: CaseAction[] = []
        const led = [
          ...way.map((wanted, at) => ({ wanted, pick: (walk[0]?.pick ?? 0) >> at, days: 0 })),
          ...walk,
        ]
        for (const { pick, days, ...lead } of led) {
          const wanted = 'wanted' in lead ? lead.wanted : null
          today = addDays(today, wanted === 'notice_closed' ? 30 : days)
          const { stage } = state
          const everyone = [applicant, factsOf(theSystem), ...officers.map(factsOf)]
          const choices = choicesOf(programme, state, everyone, today, false, (action) =>
            placed.has(`${action} at ${stage}`),
          )
          if (choices.length === 0) break
          const fitting = wanted ? choices.filter(({ action }) => action === wanted) : choices
          if (fitting.length === 0) continue
          const { actor, action } = fitting[pick % fitting.length]!
          assert.ok((actionsByStatus[state.status] as readonly Action[]).includes(action))
          const next: CaseAction = {
            ...{
              seq: state.seq + 1,
              at: `${today}T02:00:00Z`,
              on: today,
              action,
              reason: 'r',
              data: dataFor(action, programme),
            },
            ...{ actorUser: actor.userId, actorLabel: 'x', actorRole: null, dueOn: null, provisional: false },
          }
          placed.add(`${action} at ${stage}`)
          const appended = { ...next, ...dueIn(calendar, step(programme, state, next)) }
          state = step(programme, state, appended)
          taken.push(appended)
          reached.add(state.status)
          done.add(next.action)
          holds(programme, state)
        }
        assert.deepEqual(fold(programme, JSON.parse(JSON.stringify(taken))), state)
      }),
      { numRuns: 1_000 },
    )
    assert.deepEqual([...reached].sort(), [...statuses].sort(), 'the walks go everywhere')
    assert.deepEqual(
      actionsOf(programme).filter((action) => !done.has(action)),
      [],
      'never done',
    )
    assert.deepEqual(
      appealsOf(programme).filter((one) => !placed.has(one)),
      [],
      'never appealed there',
    )
  })
}

// A case is opened under the version in force, the last of each programme.
for (const programme of new Map(programmes.map(({ programme }) => [programme.id, programme])).values()) {
  test(`${programme.id}: on the database, every walk keeps columns and fold agreed, and refusals are those foretold`, async () => {
    await fc.assert(onDatabase(programme), { numRuns: 8 })
  })
}

/** On the database, by all programmes together; each by itself does everything in the walks above, which cost nothing. */
const done = new Set<Action>(['submit'])

test('on the database, the walks did every action', async () => {
  const neverDone = () => actions.filter((action) => !done.has(action))
  for (let round = 0; round < 60 && neverDone().length > 0; round++)
    await fc.assert(onDatabase(programmes[round % programmes.length]!.programme), { numRuns: 4 })
  assert.deepEqual(neverDone(), [])
})

function onDatabase(programme: Programme) {
  const steps = fc.array(fc.record({ pick: fc.nat(100_000_000), days }), { minLength: 12, maxLength: 32 })
  return fc.asyncProperty(steps, async (walk) => {
    const node = await sharedNode()
    node.clock.set('2026-03-02T10:00:00+08:00')
    const { caseFile } = await node.open(programme.id, forms[programme.id], placeFor(programme).regionPath)
    for (const { pick, days } of walk) {
      node.clock.advance({ days })
      await oneStep(node, caseFile.id, pick, done)
      assert.equal(await recheckCase(node.db, caseFile.id), null)
    }
  })
}

let shared: Promise<CaseNode> | undefined
function sharedNode() {
  shared ??= caseNode()
  return shared
}
after(async () => (await shared)?.dispose())

/** Somebody tries something: what `available` says is what happens; one time in six it is something it forbids. */
async function oneStep(node: CaseNode, id: string, pick: number, done: Set<Action>): Promise<void> {
  const caseFile = (await selectCase(node.db, id))!
  const { state, programme } = await foldCase(node.db, caseFile)
  const today = dayOf(node.clock.now()).toString()
  const people = [node.clerk, theSystem, ...placeFor(programme).officers]
  const facts = await Promise.all(people.map((actor) => actorFactsOf(node.db, actor, caseFile)))
  const forbidden = pick % 6 === 0
  const choices = choicesOf(programme, state, facts, today, forbidden, (action) => done.has(action))
  const choice = choices[Math.floor(pick / 6) % (choices.length || 1)]
  if (!choice || choice.action === 'submit') return
  const data = choice.action === 'supply' ? { form: {} } : dataFor(choice.action, programme)
  const actor = people[facts.indexOf(choice.actor)]!
  const doing = node.act(actor, id, choice.action, { reason: '随机', data })
  if (!choice.reason) await doing.then(() => done.add(choice.action))
  else await assert.rejects(doing, (error) => error instanceof Refusal && error.code === choice.reason)
}

/** What could be tried now; what brings a case onward weighs more, or walks would end early, and so does what was never done. */
function choicesOf(
  programme: Programme,
  state: CaseState,
  people: ActorFacts[],
  today: string,
  forbidden: boolean,
  tried: (action: Action) => boolean,
) {
  const weight = (action: Action) => (onward.has(action) ? 10 : 1) * (tried(action) ? 1 : 60)
  return people.flatMap((actor) =>
    available(programme, state, actor, today)
      .filter((one) => one.allowed !== forbidden)
      .flatMap(({ action, reason }) => Array(weight(action)).fill({ actor, action, reason })),
  ) as { actor: ActorFacts; action: Action; reason: CaseReason | undefined }[]
}
const onward = new Set<Action>([
  'submit',
  'pass',
  'approve',
  'enter_batch',
  'notice_opened',
  'notice_closed',
  'release_hold',
  'appeal',
])
