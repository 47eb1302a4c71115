import { useEffect } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { StateTag } from '#web/kit/index.ts'
import { useFormParts } from '#web/kit/form.ts'
import { readUscc, type UsccKind, usccKindNames } from '../../uscc.ts'
import { usePlaces } from './regions.ts'

const said = {
  good: { zh: '两位校验码均相符', en: 'both check characters fit' },
  is: {
    zh: '代码所示：{kind}，首次登记于{place}。',
    en: 'The code says: {kind}, first registered in {place}.',
  },
  past: {
    zh: '代码 {code} 所示区划（已撤销或省外）',
    en: 'region {code}, abolished or outside the three regions',
  },
  other: {
    zh: '代码所示类别与所选单位类型不同，请核对。',
    en: 'The kind the code names differs from the one you chose; check both.',
  },
  more: { zh: '还差 {count} 位', en: '{count} characters to go' },
} as const satisfies Record<string, Text>

const LENGTH = 18
const expected: Record<string, readonly UsccKind[]> = {
  enterprise: ['enterprise', 'self_employed', 'cooperative'],
}

/** What a code says as it is typed, and what is wrong with it in words. */
export function CodeReading({ code, kind }: { code: string; kind: string }) {
  const t = useText()
  const places = usePlaces()
  const read = readUscc(code)
  const fault = read.ok ? null : read.text
  const parts = useFormParts()
  const setFault = parts?.setFault
  useEffect(() => {
    setFault?.('uscc', fault)
    return () => setFault?.('uscc', null)
  }, [fault, setFault])
  if (!read.ok) {
    if (read.code.length < LENGTH && read.fault === 'length')
      return <span role="status">{t(said.more, { count: LENGTH - read.code.length })}</span>
    if (parts?.issueOf('uscc')) return null
    return (
      <span role="status">
        <StateTag tone="alarm">{t(read.text)}</StateTag>
      </span>
    )
  }
  const { uscc } = read
  const place = places.nameOf(uscc.regionCode)
  const fits = expected[kind]?.includes(uscc.kind) ?? true
  return (
    <span role="status">
      <StateTag tone="good">{t(said.good)}</StateTag>{' '}
      {t(said.is, {
        kind: t(usccKindNames[uscc.kind]),
        place: place ? t(place) : t(said.past, { code: uscc.regionCode }),
      })}
      {!fits && <StateTag tone="wait">{t(said.other)}</StateTag>}
    </span>
  )
}
