import { checkForm, type FieldProblem } from './form.ts'
import type { Deed } from './outcomes.ts'
import { fieldsOf, type Programme } from './programme.ts'
import { caseRefusals } from './refusals.ts'
import { needReason } from './reasons.ts'
import { actionNames, type CaseState, type Form } from './state.ts'

/** @throws Refusal case_form_incomplete, naming every field */
export function requireComplete(programme: Programme, form: Form, only?: readonly string[]): void {
  refuseFields(checkForm(programme, form, only))
}

function refuseFields(problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return
  caseRefusals.refuse('case_form_incomplete', {
    fields: problems.map((problem) => problem.field).join(' '),
    fieldsZh: problems.map(({ label }) => label.zh).join('、'),
    fieldsEn: problems.map(({ label }) => label.en).join(', '),
  })
}

/** @throws Refusal case_reason_missing, case_data_missing or case_form_incomplete when the action lacks what it needs */
export function requireDeed(programme: Programme, state: CaseState, { action, reason, data }: Deed): void {
  const { zh: actionZh, en: actionEn } = actionNames[action]
  if (needReason.has(action) && !reason) caseRefusals.refuse('case_reason_missing', { actionZh, actionEn })
  const missing = (what: string) => caseRefusals.refuse('case_data_missing', { actionZh, actionEn, what })
  if (action === 'supply') requireSupplied(programme, state, data.form ?? {})
  if (action === 'correct') {
    if (Object.keys(data.form ?? {}).length === 0) missing('form')
    requireComplete(programme, data.form ?? {}, Object.keys(data.form ?? {}))
  }
  if (action === 'request_supplement') {
    const known = new Set(fieldsOf(programme).map((field) => field.id))
    const stranger = data.fields?.find((field) => !known.has(field))
    if (stranger) missing(`fields: ${stranger}`)
  }
  if (action === 'extend') {
    const days = data.workingDays ?? 0
    if (!Number.isInteger(days) || days < 1 || days > 250) missing('workingDays 1–250')
    if (!data.order?.trim()) missing('order')
  }
  if (action === 'enter_batch' && !data.batchId) missing('batchId')
  if (action === 'notice_opened' && !data.noticeId) missing('noticeId')
}

/** Only what was asked for may change; where no field was named, anything may. */
function requireSupplied(programme: Programme, state: CaseState, form: Form): void {
  const asked = state.supplement?.fields ?? []
  const given = Object.keys(form)
  const allowed = asked.length > 0 ? given.filter((field) => asked.includes(field)) : given
  requireComplete(programme, form, allowed)
}
