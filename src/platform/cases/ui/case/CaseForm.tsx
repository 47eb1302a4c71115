import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { type Fact, Facts, StateTag } from '#web/kit/index.ts'
import type { Field } from '../../programme.ts'
import { FieldValue } from '../form/FieldValue.tsx'
import type { Detail } from '../words.ts'
import { useCasePapers } from './papers.ts'

const standings: Record<string, Text> = {
  declared: { zh: '自行申报', en: 'declared' },
  evidenced: { zh: '已附证明，待核实', en: 'evidenced, to be checked' },
  confirmed: { zh: '已核实', en: 'confirmed' },
}
const said = {
  asFiled: { zh: '申报时取自单位档案', en: 'from the profile on the day of filing' },
} as const satisfies Record<string, Text>

/** What was filed, section by section, each value with how sure it is. */
export function CaseForm({ detail }: { detail: Detail }) {
  const t = useText()
  const { programme, form, state } = detail
  const papers = useCasePapers(detail)
  const asked = new Set(state.supplement?.fields ?? [])
  const fact = (field: Field): Fact => ({
    label: field.label,
    value: (
      <>
        <FieldValue field={field} value={form[field.id]} known={papers} />{' '}
        {asked.has(field.id) && <StateTag tone="wait">{t({ zh: '待补正', en: 'to be supplied' })}</StateTag>}
      </>
    ),
    note: <Standing field={field} detail={detail} />,
  })
  return (
    <>
      {programme.form.sections.map((section) => (
        <section key={section.id} className="c-section">
          <h3>{t(section.title)}</h3>
          <Facts facts={section.fields.map(fact)} />
        </section>
      ))}
    </>
  )
}

function Standing({ field, detail }: { field: Field; detail: Detail }) {
  const t = useText()
  const known = field.from && 'fact' in field.from ? detail.facts[field.from.fact] : undefined
  if (!known) return null
  const words = standings[known.standing]
  return (
    <>
      {known.standing !== 'confirmed' && words ? (
        <StateTag tone="wait">{t(words)}</StateTag>
      ) : (
        words && t(words)
      )}
      {' · '}
      {known.source ?? t(said.asFiled)}
    </>
  )
}
