import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Dialog, Field, Form, Row, StateTag, Table, TextArea, useForm } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { FactLine } from '../mine/FactTable.tsx'
import type { Fact } from './desk-words.ts'

export type Checked = Omit<Fact, 'organisationName'> & { organisationName?: string }

const said = {
  chosen: { zh: '已选 {count} 项', en: '{count} chosen' },
  confirm: { zh: '核实所选', en: 'Confirm these' },
  clear: { zh: '取消选择', en: 'Choose none' },
  title: { zh: '批量核实（{count} 项）', en: 'Confirm {count} facts' },
  each: {
    zh: '请先逐项核对证明。逐项办理，互不影响；您打开页面后单位重新申报的、他人已办理的，不会被核实。',
    en: 'Check the evidence of each first. Each is done by itself; what was declared anew or decided after you opened the page is left alone.',
  },
  basis: { zh: '核对的依据（写入每一项）', en: 'What they were checked against, written into each' },
  asProven: { zh: '与所附证明一致', en: 'It agrees with the evidence attached' },
  results: {
    zh: '办理结果：{done} 项已核实，{refused} 项未办理',
    en: '{done} confirmed, {refused} not done',
  },
  done: { zh: '已核实', en: 'confirmed' },
  not: { zh: '未办理', en: 'not done' },
  firm: { zh: '单位', en: 'Organisation' },
  what: { zh: '事项', en: 'Fact' },
  result: { zh: '结果', en: 'Result' },
} as const satisfies Record<string, Text>

/** Confirms what is chosen under one reason; every row gets its own answer. */
export function ConfirmTogether({ chosen, onDone }: { chosen: readonly Checked[]; onDone: () => void }) {
  const t = useText()
  const [asked, setAsked] = useState<readonly Checked[] | null>(null)
  if (chosen.length === 0 && !asked) return null
  return (
    <div className="d-bulk">
      <Row>
        <strong role="status">{t(said.chosen, { count: chosen.length })}</strong>
        <Button small disabled={chosen.length === 0} onClick={() => setAsked(chosen.slice(0, 200))}>
          {t(said.confirm)}
        </Button>
        <Button kind="quiet" small onClick={onDone}>
          {t(said.clear)}
        </Button>
      </Row>
      {asked && <Together facts={asked} onClose={() => setAsked(null)} onDone={onDone} />}
    </div>
  )
}

type TogetherProps = { facts: readonly Checked[]; onClose: () => void; onDone: () => void }

function Together({ facts, onClose, onDone }: TogetherProps) {
  const t = useText()
  const form = useForm({ reason: facts.every((fact) => fact.fileId) ? t(said.asProven) : '' })
  const command = useCommand(directory.confirmFacts, { done: onDone })
  const results = command.answer?.results
  return (
    <Dialog open title={t(said.title, { count: facts.length })} onClose={onClose}>
      {results ? (
        <>
          <Results facts={facts} results={results} />
          <Row>
            <Button kind="primary" onClick={onClose}>
              {t(words.close)}
            </Button>
          </Row>
        </>
      ) : (
        <Form
          form={form}
          refusal={command.refusal}
          onSubmit={({ reason }) => command.run({ body: { facts: facts.map(({ id }) => id), reason } })}
        >
          <p>{t(said.each)}</p>
          <ul>
            {facts.map((fact) => (
              <li key={fact.id}>
                {fact.organisationName} {t(fact.label)} <FactLine fact={fact} />
              </li>
            ))}
          </ul>
          <Field name="reason" label={said.basis} required>
            <TextArea {...form.bind('reason')} rows={3} maxLength={1000} />
          </Field>
          <Row>
            <Button kind="primary" type="submit" busy={command.pending}>
              {t(said.confirm)}
            </Button>
            <Button onClick={onClose}>{t(words.cancel)}</Button>
          </Row>
        </Form>
      )}
    </Dialog>
  )
}

type ResultRows = NonNullable<
  ReturnType<typeof useCommand<typeof directory.confirmFacts>>['answer']
>['results']

function Results({ facts, results }: { facts: readonly Checked[]; results: ResultRows }) {
  const t = useText()
  const done = results.filter((row) => row.done).length
  const of = (id: string) => facts.find((fact) => fact.id === id)
  const named = facts.some((fact) => fact.organisationName)
  return (
    <Table
      caption={t(said.results, { done, refused: results.length - done })}
      rows={results}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'what',
          head: said.what,
          cell: ({ id }) => {
            const fact = of(id)
            return (
              <>
                {fact && t(fact.label)} {fact?.year}
              </>
            )
          },
        },
        ...(named
          ? [
              {
                key: 'firm',
                head: said.firm,
                cell: ({ id }: { id: string }) => of(id)?.organisationName ?? '',
              },
            ]
          : []),
        {
          key: 'result',
          head: said.result,
          cell: ({ refused }) =>
            refused ? (
              <>
                <StateTag tone="alarm">{t(said.not)}</StateTag> {t(refused.text)}
              </>
            ) : (
              <StateTag tone="good">{t(said.done)}</StateTag>
            ),
        },
      ]}
    />
  )
}
