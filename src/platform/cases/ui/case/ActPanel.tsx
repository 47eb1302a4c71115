import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { useCommand, useMe } from '#web/api.ts'
import {
  Box,
  Button,
  Card,
  Checkbox,
  Field,
  Form,
  type FormState,
  Row,
  TextArea,
  useForm,
} from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { fieldsOf, isDesk, stageOf } from '../../programme.ts'
import { needReason } from '../../reasons.ts'
import { type Action, actionNames, type FormValue } from '../../state.ts'
import { buttonNames, type Detail } from '../words.ts'
import { ActFields } from './ActFields.tsx'
import { CaseTimeline } from './CaseTimeline.tsx'
import { hints, said } from './act-words.ts'

export type ByHand = (typeof cases.act)['params'] extends { _output: { action: infer A } } ? A : never
export type Values = Record<string, unknown> & { reason: string; fields: string[]; other: boolean }

/** Sent after an action was done. */
export type Acted = { action: Action; number: string }

/**
 * One action with what it needs: a reason, fields to supply. It stays open, with what was typed, while the case moves
 * on under it: then it shows what happened meanwhile and asks again.
 */
export function ActPanel({
  detail,
  action,
  level,
  onClose,
  onDone,
}: {
  detail: Detail
  action: ByHand
  /** Of its heading: below the case's own. */
  level: 2 | 3
  onClose: () => void
  onDone: (acted: Acted) => void
}) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const [openedAt] = useState(detail.state.seq)
  const form = useForm<Values>(() => initial(detail, action))
  const command = useCommand(cases.act, { done: () => onDone({ action, number: detail.number }) })
  const allowed = detail.available.some((one) => one.action === action && one.allowed)
  useFocusInside(box)
  useNews(command.refusal?.status === 409 ? command.refusal : null)
  const submit = () =>
    command.run({ params: { id: detail.id, action }, body: bodyOf(detail, action, form.values) })
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && allowed) void submit()
  }
  const irreversible =
    action === 'refuse' || action === 'decline' || action === 'uphold' || action === 'withdraw'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc and Ctrl+Enter do what its buttons do
    <div ref={box} onKeyDown={keys} className="c-act no-print">
      <Card title={t(actionTitle(action))} level={level}>
        <Form form={form} onSubmit={submit} refusal={command.refusal} label={t(actionTitle(action))}>
          {detail.state.seq > openedAt && <Meanwhile detail={detail} since={openedAt} allowed={allowed} />}
          {hints[action] && <p className="x-quiet">{t(hints[action])}</p>}
          <SupplementRule detail={detail} action={action} />
          <ActFields detail={detail} action={action} form={form} />
          <StepAside detail={detail} action={action} form={form} />
          <Field name="reason" label={reasonLabel(action)} required={needReason.has(action)}>
            <TextArea {...form.bind('reason')} rows={3} maxLength={2000} />
          </Field>
          <Row>
            <Button
              kind={irreversible ? 'alarm' : 'primary'}
              type="submit"
              busy={command.pending}
              disabled={!allowed}
            >
              {t(buttonNames[action] ?? actionNames[action])}
            </Button>
            <Button kind="quiet" onClick={onClose}>
              {t(words.cancel)}
            </Button>
            <span className="x-quiet">{t(said.keys)}</span>
          </Row>
        </Form>
      </Card>
    </div>
  )
}

const actionTitle = (action: Action): Text => buttonNames[action] ?? actionNames[action]
const reasonLabel = (action: Action): Text =>
  action === 'supply' ? said.remark : needReason.has(action) ? said.reason : said.opinion

/** A conflict means that the case is not as it is shown: it is read again, and the panel stays. */
function useNews(conflict: unknown): void {
  const cache = useQueryClient()
  useEffect(() => {
    if (conflict) void cache.invalidateQueries({ queryKey: [cases.get.path] })
  }, [conflict, cache])
}

/** Focus goes to the first thing to fill in, else to the button that does it. */
function useFocusInside(box: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const needed = '[aria-required=true], .c-first input, .c-first textarea'
    const first = box.current?.querySelector<HTMLElement>(needed)
    const target = first ?? box.current?.querySelector<HTMLElement>('button[type=submit]')
    target?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [box])
}

function initial(detail: Detail, action: ByHand): Values {
  const editing = action === 'supply' || action === 'correct'
  const given = editing
    ? fieldsOf(detail.programme).map(({ id }) => [`form.${id}`, detail.form[id] ?? null])
    : []
  return { ...Object.fromEntries(given), reason: '', fields: [], other: false }
}

function bodyOf({ state, form }: Detail, action: ByHand, values: Values) {
  const reason = values.reason.trim()
  const asked = state.supplement?.fields ?? []
  const wanted = ([id, value]: [string, FormValue]) =>
    action === 'supply' && asked.length > 0
      ? asked.includes(id)
      : JSON.stringify(value) !== JSON.stringify(form[id] ?? null)
  const given = Object.entries(values).flatMap(([name, value]): [string, FormValue][] =>
    name.startsWith('form.') ? [[name.slice(5), value as FormValue]] : [],
  )
  return {
    seen: state.seq,
    ...(reason ? { reason } : {}),
    ...(action === 'supply' || action === 'correct'
      ? { form: Object.fromEntries(given.filter(wanted)) }
      : {}),
    ...(action === 'request_supplement' ? { fields: values.fields } : {}),
    ...(action === 'recuse' && values.other && state.assignee ? { userId: state.assignee.userId } : {}),
  }
}

/** What happened since the panel was opened. */
function Meanwhile({ detail, since, allowed }: { detail: Detail; since: number; allowed: boolean }) {
  const t = useText()
  return (
    <Box tone="wait">
      <p>
        <strong>{t(said.meanwhile)}</strong> {t(allowed ? said.still : said.gone)}
      </p>
      <CaseTimeline detail={detail} steps={detail.timeline.filter((step) => step.seq > since)} />
    </Box>
  )
}

function SupplementRule({ detail, action }: { detail: Detail; action: ByHand }) {
  const t = useText()
  const stage = stageOf(detail.programme, detail.state.stage)
  if (action !== 'request_supplement' || !isDesk(stage) || !stage.supplement) return null
  const { clock, workingDays: days, maxRounds } = stage.supplement
  const round = detail.state.round + 1
  return <p>{t(said[`clock_${clock}`], { days, round, maxRounds })}</p>
}

function StepAside({ detail, action, form }: { detail: Detail; action: ByHand; form: FormState<Values> }) {
  const t = useText()
  const me = useMe()
  const { assignee } = detail.state
  if (action !== 'recuse' || !assignee || assignee.userId === me?.user?.id) return null
  return <Checkbox {...form.bind('other')} label={t(said.other, { who: assignee.label })} />
}
