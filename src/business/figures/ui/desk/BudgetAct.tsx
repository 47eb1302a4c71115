import { formatFen } from '#core/money.ts'
import { fill, type Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useLanguage, useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Checkbox,
  Choice,
  Dialog,
  Field,
  Form,
  MoneyInput,
  Row,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import type { useAsked } from '#web/api.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { BudgetFigures, figures } from '../../contract.ts'
import { said, verbWords } from './budget-words.ts'

export type BudgetVerb = keyof typeof verbWords
type Answer = ReturnType<typeof useAsked<typeof figures.budget>>

/** What the state of a budget allows; the server has the last word. */
export function verbsOf({ status }: BudgetFigures): BudgetVerb[] {
  if (status === 'closed') return []
  return ['allot', 'release', 'takeBack', 'cut', status === 'open' ? 'freeze' : 'unfreeze', 'close']
}

const withMoney: readonly BudgetVerb[] = ['allot', 'release', 'takeBack', 'cut']

type Given = { verb: BudgetVerb; answer: Answer; onClose: () => void }
const both = (text: Text, blanks: Record<string, string | number>): Text => ({
  zh: fill(text.zh, blanks),
  en: fill(text.en, blanks),
})

/** One act on a budget: says what will happen, with the amounts, and asks for the reason that is published. */
export function BudgetAct({ verb, answer, onClose }: Given) {
  const t = useText()
  const form = useForm({
    amountFen: null as bigint | null,
    place: 'appropriation' as Place,
    reason: '',
    checked: false,
  })
  const { run, pending, refusal } = useBudgetCommand(verb, answer.figures.id, onClose)
  const blanks = useAmounts(answer)
  const closing = verb === 'close'
  const frozen = verb === 'release' && answer.figures.status === 'frozen'
  return (
    <Dialog open title={t(verbWords[verb].verb)} onClose={onClose}>
      <Form form={form} refusal={refusal} onSubmit={(values) => (!closing || values.checked) && run(values)}>
        <Box tone={closing ? 'alarm' : 'info'}>
          {t(frozen ? said.releasedFrozen : verbWords[verb].what, blanks)}
        </Box>
        {(verb === 'allot' || verb === 'cut') && (
          <Field name="place" label={verb === 'cut' ? said.to : said.from} group required>
            <Choice {...form.bind('place')} options={placesFor(verb, answer, blanks.carryOver)} />
          </Field>
        )}
        {withMoney.includes(verb) && (
          <Field name="amountFen" label={said.amount} required>
            <MoneyInput {...form.bind('amountFen')} />
          </Field>
        )}
        <Field name="reason" label={said.reason} required>
          <TextInput {...form.bind('reason')} maxLength={500} />
        </Field>
        {closing && <Checkbox {...form.bind('checked')} label={said.confirm} />}
        <Row>
          <Button
            kind={closing ? 'alarm' : 'primary'}
            type="submit"
            busy={pending}
            disabled={closing && !form.values.checked}
          >
            {t(verbWords[verb].verb)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}

type Place = 'appropriation' | 'carry_over'

/** Where money comes from, or goes back to. */
const placesFor = (verb: 'allot' | 'cut', { carryOverFen }: Answer, amount: string) => [
  { value: 'appropriation' as const, label: said.appropriation },
  verb === 'cut'
    ? { value: 'carry_over' as const, label: said.toCarryOver }
    : {
        value: 'carry_over' as const,
        label: both(said.carryOver, { amount }),
        disabled: (carryOverFen ?? 0n) === 0n,
      },
]

function useAmounts({ figures: row, carryOverFen }: Answer) {
  const language = useLanguage()
  const text = (fen: bigint) => formatFen(fen, { locale: language, fixed: true })
  const left = row.budgetFen - row.releasedFen
  return {
    left: text(left),
    available: text(row.availableFen),
    queued: text(row.queuedFen),
    reserved: text(row.reservedFen),
    carried: text(left + row.availableFen),
    carryOver: text(carryOverFen ?? 0n),
  }
}

type Values = { amountFen: bigint | null; place: Place; reason: string }

function useBudgetCommand(verb: BudgetVerb, id: string, onClose: () => void) {
  const tell = (text: Text) => {
    toast(text)
    onClose()
  }
  const issued = ({ issued: count }: { issued: number }) =>
    tell(count > 0 ? both(said.issued, { count }) : said.done)
  const commands = {
    allot: useCommand(vouchers.allot, { done: () => tell(said.done) }),
    release: useCommand(vouchers.release, { done: issued }),
    takeBack: useCommand(vouchers.takeBack, { done: () => tell(said.done) }),
    cut: useCommand(vouchers.cut, { done: () => tell(said.done) }),
    freeze: useCommand(vouchers.freeze, { done: () => tell(said.done) }),
    unfreeze: useCommand(vouchers.unfreeze, { done: issued }),
    close: useCommand(vouchers.closeYear, {
      done: ({ carriedFen }) =>
        tell({
          zh: fill(said.carried.zh, { amount: formatFen(carriedFen) }),
          en: fill(said.carried.en, { amount: formatFen(carriedFen, { locale: 'en' }) }),
        }),
    }),
  }
  const params = { id }
  const run = ({ amountFen, place, reason }: Values) => {
    const money = { amountFen: amountFen ?? 0n, reason }
    if (verb === 'allot') return commands.allot.run({ params, body: { ...money, from: place } })
    if (verb === 'cut') return commands.cut.run({ params, body: { ...money, to: place } })
    if (verb === 'release' || verb === 'takeBack') return commands[verb].run({ params, body: money })
    return commands[verb].run({ params, body: { reason } })
  }
  return { run, pending: commands[verb].pending, refusal: commands[verb].refusal }
}
