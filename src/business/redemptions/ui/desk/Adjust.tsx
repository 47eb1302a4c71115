import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Field,
  Form,
  Money,
  MoneyInput,
  Row,
  Stack,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import { checked, flat } from '../checked.ts'
import type { Inside } from './RedemptionPanel.tsx'

const said = {
  open: { zh: '核减', en: 'Adjust downwards' },
  title: {
    zh: '核减：逐项说明理由并重新核算',
    en: 'Take items out, each with its reason; the amount is reckoned anew',
  },
  what: { zh: '核减项目', en: 'What' },
  whatHint: { zh: '例如“差旅费”“非检测部分”。', en: 'Such as travel, or a part that is no testing.' },
  amount: { zh: '核减金额', en: 'Amount' },
  reason: { zh: '理由（申请单位会看到）', en: 'Reason, read by the applicant' },
  add: { zh: '再加一项', en: 'Another item' },
  remove: { zh: '去掉此项', en: 'Drop it' },
  submit: { zh: '核减并重新核算', en: 'Adjust and reckon anew' },
  nth: { zh: '第 {no} 项', en: 'Item {no}' },
  done: { zh: '已重新核算', en: 'Reckoned anew' },
  now: { zh: '重新核算后的金额：', en: 'The amount is now ' },
} as const satisfies Record<string, Text>

type Item = { key: number; what: string; amountFen: bigint | null; reason: string }
const empty = (key: number): Item => ({ key, what: '', amountFen: null, reason: '' })

/** The reviewer takes items out of the eligible cost; earlier reckonings stay on record. */
export function Adjust({ id, inside }: { id: string; inside: Inside }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const [items, setItems] = useState<readonly Item[]>([empty(0)])
  const form = useForm({})
  const command = useCommand(redemptions.adjust, {
    done: () => {
      toast(said.done)
      setOpen(false)
      setItems([empty(0)])
    },
  })
  const put = (key: number, change: Partial<Item>) =>
    setItems(items.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const submit = () =>
    command.run({
      params: { id },
      body: {
        seen: inside.reckonings[0]?.no ?? 1,
        excluded: items.map(({ what, amountFen, reason }) => ({
          what: what.trim(),
          amountFen: amountFen ?? 0n,
          reason: reason.trim(),
        })),
      },
    })
  if (!open)
    return (
      <Stack gap="s">
        {command.answer && (
          <Box tone="good">
            {t(said.now)}
            <Money fen={command.answer.amountFen} />
          </Box>
        )}
        <Row>
          <Button onClick={() => setOpen(true)}>{t(said.open)}</Button>
        </Row>
      </Stack>
    )
  return (
    <Form
      form={checked(form, flat('excluded', items))}
      onSubmit={submit}
      refusal={command.refusal}
      label={t(said.title)}
    >
      <strong>{t(said.title)}</strong>
      {items.map((item, at) => (
        <ItemFields
          key={item.key}
          item={item}
          at={at}
          put={(change) => put(item.key, change)}
          {...(items.length > 1
            ? { onRemove: () => setItems(items.filter((one) => one.key !== item.key)) }
            : {})}
        />
      ))}
      <Row>
        <Button
          icon="plus"
          onClick={() => setItems([...items, empty(Math.max(...items.map((one) => one.key)) + 1)])}
        >
          {t(said.add)}
        </Button>
        <Button kind="primary" type="submit" busy={command.pending}>
          {t(said.submit)}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t(shared.cancel)}
        </Button>
      </Row>
    </Form>
  )
}

type ItemProps = { item: Item; at: number; put: (change: Partial<Item>) => void; onRemove?: () => void }

function ItemFields({ item, at, put, onRemove }: ItemProps) {
  const t = useText()
  const name = (field: string) => `excluded.${at}.${field}`
  return (
    <fieldset className="r-item">
      <legend>{t(said.nth, { no: at + 1 })}</legend>
      <Field name={name('what')} label={said.what} hint={t(said.whatHint)} required>
        <TextInput value={item.what} onChange={(what) => put({ what })} maxLength={200} />
      </Field>
      <Field name={name('amountFen')} label={said.amount} required>
        <MoneyInput value={item.amountFen} onChange={(amountFen) => put({ amountFen })} />
      </Field>
      <Field name={name('reason')} label={said.reason} required>
        <TextInput value={item.reason} onChange={(reason) => put({ reason })} maxLength={500} />
      </Field>
      {onRemove && (
        <div>
          <Button kind="quiet" small icon="cross" onClick={onRemove}>
            {t(said.remove)}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
