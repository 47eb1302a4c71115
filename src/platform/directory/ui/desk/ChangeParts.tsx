import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, DateInput, Field, Lookup, Row, TextInput } from '#web/kit/index.ts'
import { usePlaces } from '../mine/regions.ts'

const said = {
  newPlace: { zh: '迁入的县（市、区）', en: 'County it moved to' },
  newPlaceHint: { zh: '输入地名或区划代码', en: 'Type a name or a region code' },
  since: { zh: '生效日', en: 'In force from' },
  sinceHint: {
    zh: '登记机关核准变更之日，不晚于今天',
    en: 'The day of the register’s approval, today at the latest',
  },
  evidence: { zh: '依据', en: 'Evidence' },
  evidenceHint: {
    zh: '如“准予变更登记通知书”及其文号',
    en: 'Such as the register’s notice of change and its number',
  },
} as const satisfies Record<string, Text>

export function PlaceInput({ form }: { form: Placed }) {
  const t = useText()
  const { find } = usePlaces()
  return (
    <Field name="regionCode" label={said.newPlace} hint={t(said.newPlaceHint)} required>
      <Lookup
        shown={form.values.place}
        find={find}
        onChoose={(one) => {
          form.set('regionCode', one?.value ?? '')
          form.set('place', one?.label ?? '')
        }}
      />
    </Field>
  )
}

type Placed = {
  values: { place: string }
  set: (name: 'regionCode' | 'place', value: string) => void
}

type Bound = { value: string; onChange: (value: string) => void }

export function SinceAndEvidence({ form }: { form: { bind: (name: 'from' | 'evidence') => Bound } }) {
  const t = useText()
  return (
    <>
      <Field name="from" label={said.since} hint={t(said.sinceHint)} required>
        <DateInput {...form.bind('from')} />
      </Field>
      <Field name="evidence" label={said.evidence} hint={t(said.evidenceHint)} required>
        <TextInput {...form.bind('evidence')} maxLength={200} />
      </Field>
    </>
  )
}

export function Buttons({ verb, busy, onClose }: { verb: Text; busy: boolean; onClose: () => void }) {
  const t = useText()
  return (
    <Row>
      <Button kind="primary" type="submit" busy={busy}>
        {t(verb)}
      </Button>
      <Button onClick={onClose}>{t(words.cancel)}</Button>
    </Row>
  )
}
