import { roleNames, theSystem } from '#core/actor.ts'
import type { Text } from '#core/text.ts'
import { capital, useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { type IconName, Timeline, type TimelineEntry } from '#web/kit/index.ts'
import { fieldsOf } from '../../programme.ts'
import { type Action, actionNames, type Form } from '../../state.ts'
import { FieldValue } from '../form/FieldValue.tsx'
import type { Detail, Step } from '../words.ts'
import { useCasePapers } from './papers.ts'

const said = {
  label: { zh: '办理过程', en: 'What happened' },
  asked: { zh: '请补正：{fields}', en: 'To be supplied: {fields}' },
  anything: { zh: '请按理由补充说明', en: 'To be explained as the reason says' },
  due: { zh: '期限至 {day}', en: 'due {day}' },
  steppedAside: { zh: '由负责人要求回避', en: 'told to step aside by the director' },
  order: { zh: '依据：{order}', en: 'by order: {order}' },
  beside: { zh: '公示 {number} 的另一异议也成立', en: 'Another objection to notice {number} upheld, too' },
} as const satisfies Record<string, Text>

const looks: Partial<Record<Action, [IconName, TimelineEntry['tone']]>> = {
  submit: ['flag', 'plain'],
  pass: ['check', 'good'],
  approve: ['check', 'good'],
  overturn: ['undo', 'good'],
  refuse: ['cross', 'alarm'],
  decline: ['cross', 'alarm'],
  uphold: ['cross', 'alarm'],
  revoke: ['cross', 'alarm'],
  reinstate: ['check', 'good'],
  lapse: ['warning', 'alarm'],
  escalate: ['warning', 'alarm'],
  request_supplement: ['pause', 'wait'],
  hold: ['pause', 'wait'],
  appeal: ['undo', 'wait'],
  supply: ['upload', 'plain'],
}

/** With his role; what the node did by itself has a name in both languages. */
function whoOf(actor: string, role: string | null, t: ReturnType<typeof useText>): string {
  if (actor === theSystem.label) return t(roleNames.system)
  return role ? `${actor}${t(words.aside, { text: role })}` : actor
}

/** One line from filing to decision: who, when, why, what changed; the newest last, as it was lived. */
export function CaseTimeline({
  detail,
  steps = detail.timeline,
}: {
  detail: Detail
  steps?: readonly Step[]
}) {
  const t = useText()
  const before = formsBefore(detail.timeline)
  const entries = steps.map((step): TimelineEntry => {
    const [icon, tone] = looks[step.action] ?? ['dot', 'plain']
    const role =
      step.role && step.role in roleNames ? t(roleNames[step.role as keyof typeof roleNames]) : null
    return {
      key: String(step.seq),
      at: step.at,
      who: whoOf(step.actor, role, t),
      what: capital(t(actionNames[step.action])),
      ...(step.reason ? { why: step.reason } : {}),
      changes: <Changes step={step} detail={detail} before={before.get(step.seq) ?? {}} />,
      icon,
      tone: tone ?? 'plain',
    }
  })
  const others = steps === detail.timeline ? detail.beside : []
  const beside = others.map(
    ({ noticeNumber: number, at, actor: who, reason: why }): TimelineEntry => ({
      ...{ key: `${number}${at}`, at, who, why, what: t(said.beside, { number }) },
      ...{ icon: 'cross', tone: 'alarm' },
    }),
  )
  const all = [...entries, ...beside].sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
  return <Timeline label={said.label} entries={all} />
}

/** The form as it stood before each step, so that a supplement shows what it changed. */
function formsBefore(steps: readonly Step[]): Map<number, Form> {
  let form: Form = {}
  const found = new Map<number, Form>()
  for (const { seq, data } of steps) {
    found.set(seq, form)
    form = { ...form, ...(data.form as Form | undefined) }
  }
  return found
}

function Changes({ step, detail, before }: { step: Step; detail: Detail; before: Form }) {
  const t = useText()
  const papers = useCasePapers(detail)
  const { action, data, dueOn, provisional } = step
  const fields = fieldsOf(detail.programme)
  const labelOf = (id: string) => t(fields.find((field) => field.id === id)?.label ?? id)
  const asked = (data.fields as string[] | undefined) ?? []
  const given = (data.form ?? {}) as Form
  const changed = action === 'submit' ? [] : fields.filter(({ id }) => id in given)
  const separator = t({ zh: '、', en: ', ' })
  return (
    <>
      {action === 'request_supplement' && (
        <p>
          {asked.length > 0
            ? t(said.asked, { fields: asked.map(labelOf).join(separator) })
            : t(said.anything)}
        </p>
      )}
      {action === 'recuse' && typeof data.userId === 'string' && <p>{t(said.steppedAside)}</p>}
      {typeof data.order === 'string' && <p>{t(said.order, { order: data.order })}</p>}
      {changed.map((field) => (
        <p key={field.id}>
          {t(field.label)}: <FieldValue field={field} value={before[field.id]} known={papers} /> →{' '}
          <strong>
            <FieldValue field={field} value={given[field.id]} known={papers} />
          </strong>
        </p>
      ))}
      {dueOn && (
        <span className="x-quiet">
          {t(said.due, { day: dueOn })}
          {provisional && t(words.aside, { text: words.provisional })}
        </span>
      )}
    </>
  )
}
