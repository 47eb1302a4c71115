import type { Calendar } from '#platform/calendar/index.ts'
import { programmeText } from '#test/cases.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { available } from './available.ts'
import { dueIn } from './clock.ts'
import { emptyState, fold, step } from './fold.ts'
import { isDesk, Programme } from './programme.ts'
import { type Action, type CaseAction, actions } from './state.ts'

const calendar: Calendar = { years: new Set([2026, 2027]), special: new Map() }
const claim = () => Programme.parse(JSON.parse(programmeText('voucher-claim')))

/** The state after the steps, each on its day, with deadlines by the plain calendar. */
function after(programme: Programme, steps: [day: string, action: Action, more?: Partial<CaseAction>][]) {
  let state = emptyState(programme)
  for (const [on, action, more] of steps) {
    const base = {
      seq: state.seq + 1,
      at: `${on}T02:00:00Z`,
      on,
      action,
      actorUser: 'u',
      actorLabel: 'u',
      actorRole: null,
    }
    const next: CaseAction = { ...base, reason: null, data: {}, dueOn: null, provisional: false, ...more }
    state = step(programme, state, { ...next, ...dueIn(calendar, step(programme, state, next)) })
  }
  return state
}

function withClock(clock: 'pause' | 'reset' | 'continue') {
  const programme = claim()
  for (const stage of programme.stages)
    if (isDesk(stage) && stage.supplement) stage.supplement = { ...stage.supplement, clock }
  return programme
}

test('one supplement, three rules: five working days from Monday 2 March, asked on the 4th, answered on the 10th', () => {
  const steps: [string, Action][] = [
    ['2026-03-02', 'submit'],
    ['2026-03-04', 'request_supplement'],
    ['2026-03-10', 'supply'],
  ]
  assert.equal(
    after(withClock('pause'), steps).dueOn,
    '2026-03-16',
    'the 3rd had counted; four more after the 10th',
  )
  assert.equal(after(withClock('reset'), steps).dueOn, '2026-03-17', 'five after the 10th')
  assert.equal(after(withClock('continue'), steps).dueOn, '2026-03-09', 'as if nothing had been asked')
})

test('an overturned refusal goes on to the next stage where the programme says so', () => {
  const programme = claim()
  const [, county] = programme.stages
  assert.ok(county && isDesk(county) && county.appeal)
  county.appeal.overturned = 'next'
  const steps: [string, Action][] = [
    ['2026-03-02', 'submit'],
    ['2026-03-03', 'refuse'],
    ['2026-03-04', 'appeal'],
    ['2026-03-05', 'overturn'],
  ]
  const state = after(programme, steps)
  assert.deepEqual([state.stage, state.status, state.appeal?.outcome], ['city_review', 'open', 'overturned'])
  assert.equal(after(programme, steps.slice(0, 2)).dueOn, '2026-03-17', 'ten working days to appeal')
})

test('an unknown action and an action out of order are defects', () => {
  const programme = claim()
  const submit: CaseAction = {
    ...{
      seq: 1,
      at: '2026-03-02T02:00:00Z',
      on: '2026-03-02',
      action: 'submit',
      actorUser: null,
      actorLabel: 'x',
    },
    ...{ actorRole: null, reason: null, data: {}, dueOn: null, provisional: false },
  }
  assert.throws(() => fold(programme, [{ ...submit, action: 'eat' as never }]), /unknown action "eat"/)
  assert.throws(() => fold(programme, [submit, submit]), /action 1 follows 1/)
})

test('a stranger to a case may do nothing at all', () => {
  const nobody = { userId: null, organisationId: null, roles: ['public'], level: null, regionCode: null }
  const flags = { isApplicant: false, inRegion: false, isSystem: false, related: false }
  const state = after(claim(), [['2026-03-02', 'submit']])
  const answers = available(claim(), state, { ...nobody, ...flags }, '2026-03-03')
  assert.equal(answers.length, actions.length)
  assert.deepEqual(
    answers.filter((answer) => answer.allowed || !answer.reason),
    [],
  )
})
