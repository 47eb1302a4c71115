import type { Text } from '#core/text.ts'
import { ORDER_ACTION, orders } from '#platform/orders/browser.ts'
import { useCommand } from '#web/api.ts'
import { capital, useText } from '#web/i18n/text.ts'
import { Button, Field, Form, Select, TextArea, toast, useForm } from '#web/kit/index.ts'
import type { OrderOne } from './OrderPage.tsx'

const said = {
  score: { zh: '评分', en: 'Score' },
  scores: {
    '5': { zh: '5 分：非常满意', en: '5: very good' },
    '4': { zh: '4 分：满意', en: '4: good' },
    '3': { zh: '3 分：一般', en: '3: fair' },
    '2': { zh: '2 分：不满意', en: '2: poor' },
    '1': { zh: '1 分：很不满意', en: '1: very poor' },
  },
  remark: { zh: '评价说明', en: 'In words' },
  why: {
    zh: '写明服务质量和完成情况。服务机构和审核人会看到，提交后不能更改。',
    en: 'Tell of quality and completion. The provider and the reviewers read it, and it stays.',
  },
  done: { zh: '已评价', en: 'Evaluated' },
} as const satisfies Record<string, Text | Record<string, Text>>

/** The buyer's word on an accepted service, given once. */
export function Evaluate({ one, onClose }: { one: OrderOne; onClose: () => void }) {
  const t = useText()
  const form = useForm({ score: '5', remark: '' })
  const evaluate = useCommand(orders.evaluate, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const seen = one.steps.at(-1)?.stepNo
  const submit = ({ score, remark }: { score: string; remark: string }) => {
    const body = { ...(seen === undefined ? {} : { seen }), score: Number(score), remark }
    return evaluate.run({ params: { id: one.id }, body })
  }
  return (
    <Form form={form} onSubmit={submit} refusal={evaluate.refusal}>
      <Field name="score" label={said.score} required>
        <Select
          {...form.bind('score')}
          options={Object.entries(said.scores)
            .reverse()
            .map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Field name="remark" label={said.remark} hint={t(said.why)} required>
        <TextArea {...form.bind('remark')} maxLength={1000} />
      </Field>
      <div>
        <Button kind="primary" type="submit" busy={evaluate.pending}>
          {capital(t(ORDER_ACTION.evaluate))}
        </Button>
      </div>
    </Form>
  )
}
