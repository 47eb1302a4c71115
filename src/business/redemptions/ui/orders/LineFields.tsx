import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Card, Field, Money, MoneyInput, NumberInput, Row, Stack, TextInput } from '#web/kit/index.ts'
import { newLine, type OrderLine, priceOf } from './ordering.ts'

const said = {
  nth: { zh: '第 {n} 项', en: 'Item {n}' },
  what: { zh: '内容', en: 'What' },
  quantity: { zh: '数量', en: 'Quantity' },
  unit: { zh: '单位', en: 'Unit' },
  unitWhy: { zh: '如：件、机时、项', en: 'such as piece, hour, job' },
  price: { zh: '含税单价', en: 'Unit price, tax included' },
  sum: { zh: '小计', en: 'Sum' },
  total: { zh: '合同金额（各项合计）', en: 'Contract amount (sum of the items)' },
  add: { zh: '增加一项', en: 'Add an item' },
  remove: { zh: '删除第 {n} 项', en: 'Remove item {n}' },
} as const satisfies Record<string, Text>

/** The priced items of an order; the price is their sum. */
export function LineFields({
  lines,
  onChange,
}: {
  lines: readonly OrderLine[]
  onChange: (lines: OrderLine[]) => void
}) {
  const t = useText()
  const put = (at: number, change: Partial<OrderLine>) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, ...change } : line)))
  return (
    <Stack>
      {lines.map((line, at) => (
        <Card
          key={line.key}
          level={3}
          tone="soft"
          title={t(said.nth, { n: at + 1 })}
          actions={
            lines.length > 1 && (
              <Button
                kind="quiet"
                small
                icon="cross"
                aria-label={t(said.remove, { n: at + 1 })}
                onClick={() => onChange(lines.filter((_, index) => index !== at))}
              />
            )
          }
        >
          <Stack gap="s">
            <Field name={`lines.${at}.what`} label={said.what} required>
              <TextInput value={line.what} onChange={(what) => put(at, { what })} maxLength={200} />
            </Field>
            <Row gap="m">
              <Field name={`lines.${at}.quantity`} label={said.quantity} required>
                <NumberInput value={line.quantity} onChange={(quantity) => put(at, { quantity })} />
              </Field>
              <Field name={`lines.${at}.unit`} label={said.unit} source={t(said.unitWhy)} required>
                <TextInput
                  value={line.unit}
                  onChange={(unit) => put(at, { unit })}
                  width="short"
                  maxLength={20}
                />
              </Field>
            </Row>
            <Field
              name={`lines.${at}.unitPriceFen`}
              label={said.price}
              source={
                <>
                  {t(said.sum)} <Money fen={priceOf([line])} />
                </>
              }
              required
            >
              <MoneyInput value={line.unitPriceFen} onChange={(unitPriceFen) => put(at, { unitPriceFen })} />
            </Field>
          </Stack>
        </Card>
      ))}
      <Row between>
        <Button icon="plus" onClick={() => onChange([...lines, newLine()])}>
          {t(said.add)}
        </Button>
        <span>
          {t(said.total)}{' '}
          <strong>
            <Money fen={priceOf(lines)} />
          </strong>
        </span>
      </Row>
    </Stack>
  )
}
