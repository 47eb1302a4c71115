import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Box, Button, Dialog, Field, Form, NumberInput, Row, Select, toast, useForm } from '#web/kit/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { BudgetFigures } from '../../contract.ts'

const said = {
  title: { zh: '建立年度预算', en: 'Open a budget' },
  scheme: { zh: '办法', en: 'Scheme' },
  year: { zh: '年度', en: 'Year' },
  none: {
    zh: '本区域没有已发布的办法，不能建立预算。',
    en: 'Your region has no published rulebook, so there is nothing to budget for.',
  },
  done: { zh: '预算已建立，请下达额度。', en: 'The budget is open; allot money to it.' },
} as const satisfies Record<string, Text>

export function OpenBudget({
  regionCode,
  taken,
  onClose,
}: {
  regionCode: string
  taken: readonly BudgetFigures[]
  onClose: () => void
}) {
  const t = useText()
  const navigate = useNavigate()
  const { data } = useAskedLater(vouchers.rulebooks)
  const schemes = [
    ...new Map(
      [...(data?.rows ?? [])]
        .filter((row) => row.authorityRegion === regionCode)
        .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
        .map((row) => [row.scheme, row.title] as const),
    ),
  ].map(([value, label]) => ({ value, label }))
  const form = useForm({ scheme: '', year: null as number | null })
  const command = useCommand(vouchers.openBudget, {
    done: ({ id }) => {
      toast(said.done)
      void navigate({ to: '/desk/budgets/$id', params: { id } })
    },
  })
  const { scheme, year } = form.values
  const known = taken.find((one) => one.scheme === scheme && one.year === year)
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      {data && schemes.length === 0 && <Box tone="wait">{t(said.none)}</Box>}
      <Form
        form={form}
        refusal={command.refusal}
        onSubmit={() =>
          known
            ? navigate({ to: '/desk/budgets/$id', params: { id: known.id } })
            : command.run({ body: { scheme, year: year ?? 0 } })
        }
      >
        <Field name="scheme" label={said.scheme} required>
          <Select {...form.bind('scheme')} options={schemes} />
        </Field>
        <Field name="year" label={said.year} required>
          <NumberInput {...form.bind('year')} year />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.title)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
