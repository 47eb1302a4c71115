import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useLocation, useNavigate } from '#web/api.ts'
import {
  Box,
  Button,
  Card,
  Choice,
  Field,
  DateInput,
  PageHead,
  Skeleton,
  Split,
  Stack,
  toast,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import {
  APPLICANTS,
  type ApplicantKind,
  enteredFacts,
  keysOf,
  rulebooksOn,
  selfCheck,
} from '../../browser.ts'
import { blank, type Entered, fromHash, questionsOf, toHash } from './questions.ts'
import { FactQuestion, titled } from './FactQuestion.tsx'
import { RESULTS, SelfCheckResult } from './SelfCheckResult.tsx'
import { useRulebooks } from './useRulebooks.ts'

const said = {
  title: { zh: '创新券自测', en: 'Voucher self-check' },
  lead: {
    zh: '不用登录。填写几项情况，立即看到各地办法逐条是否符合、依据哪一条、最少改变什么就能符合。审核人员看到的是同一套规则的结果。',
    en: 'No sign-in. Enter a few facts and see for every rulebook which criteria are met, by which clause, and the smallest change that would pass. The officers see what the same rules find.',
  },
  private: {
    zh: '填写的内容只在您的浏览器里计算，不发送给服务器；复制本页网址即可保存或转给同事。',
    en: 'What you type is computed in your browser and sent nowhere; copy the address of this page to keep it or pass it on.',
  },
  facts: { zh: '您的情况', en: 'Your facts' },
  who: { zh: '申领主体', en: 'Who claims' },
  day: { zh: '按哪一天的办法', en: 'By the rules of which day' },
  dayHint: {
    zh: '留空即今天（{today}）。选以前或以后的日子，看那天有效的版本。',
    en: 'Today ({today}) unless told. Choose another day to see the version in force then.',
  },
  see: { zh: '看结果（符合 {passed} / {all}）', en: 'See the results ({passed} of {all} pass)' },
  copy: { zh: '复制网址', en: 'Copy the address' },
  copied: { zh: '网址已复制。', en: 'The address was copied.' },
  clear: { zh: '清空', en: 'Clear' },
  none: {
    zh: '这一天没有生效的办法，请换一天。',
    en: 'No rulebook is in force on that day; choose another.',
  },
} as const satisfies Record<string, Text>

/** Stands below what is asked first, so it comes after it. */
const AmountEstimate = lazy(() => import('./AmountEstimate.tsx').then((m) => ({ default: m.AmountEstimate })))

const kinds = keysOf(APPLICANTS).map((value) => ({ value, label: titled(APPLICANTS[value]) }))

/** Facts in, findings out, all in the browser: the rules are the very functions the officer's review runs. */
export function SelfCheck() {
  const t = useText()
  const { books, today } = useRulebooks()
  const [entered, change, clear] = useEntered()
  const day = entered.day || today
  const inForce = useMemo(() => rulebooksOn(books, day), [books, day])
  const checks = useMemo(() => {
    const facts = enteredFacts(entered.facts)
    return inForce.map((book) => ({
      book,
      check: selfCheck(book, facts, day, { applicant: entered.applicant }),
    }))
  }, [inForce, entered, day])
  const copy = () =>
    navigator.clipboard?.writeText(window.location.href).then(() => toast(said.copied)) ?? undefined
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack gap="l">
        <Box>{t(said.private)}</Box>
        <Split
          left={
            <Card
              title={t(said.facts)}
              actions={
                <>
                  <Button small onClick={copy}>
                    {t(said.copy)}
                  </Button>
                  <Button small kind="quiet" onClick={clear}>
                    {t(said.clear)}
                  </Button>
                </>
              }
            >
              <Stack>
                <Field label={said.who} group required>
                  <Choice<ApplicantKind>
                    inline
                    value={entered.applicant}
                    onChange={(applicant) => change({ applicant })}
                    options={kinds}
                  />
                </Field>
                {questionsOf(inForce, entered.applicant).map((fact) => (
                  <FactQuestion
                    key={`${entered.applicant} ${fact}`}
                    fact={fact}
                    value={entered.facts[fact]}
                    onChange={(value) => change({ facts: put(entered.facts, fact, value) })}
                  />
                ))}
                <Field label={said.day} hint={t(said.dayHint, { today })}>
                  <DateInput value={entered.day} onChange={(next) => change({ day: next })} />
                </Field>
                <div>
                  <Button icon="down" onClick={() => document.getElementById(RESULTS)?.focus()}>
                    {t(said.see, {
                      passed: checks.filter(({ check }) => check.passes).length,
                      all: checks.length,
                    })}
                  </Button>
                </div>
              </Stack>
            </Card>
          }
          right={
            inForce.length === 0 ? <Box tone="wait">{t(said.none)}</Box> : <SelfCheckResult checks={checks} />
          }
        />
        <Suspense fallback={<Skeleton />}>
          <AmountEstimate books={inForce} entered={entered} onChange={change} />
        </Suspense>
      </Stack>
    </>
  )
}

function put(facts: Entered['facts'], id: keyof Entered['facts'], value: Entered['facts'][typeof id] | null) {
  const next = { ...facts }
  if (value === null || value === undefined) delete next[id]
  else next[id] = value
  return next
}

/** What is entered, kept in the part of the address that browsers never send. */
function useEntered(): [Entered, (change: Partial<Entered>) => void, () => void] {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [entered, setEntered] = useState(() => fromHash(hash))
  const written = useRef(toHash(entered))
  useEffect(() => {
    if (hash.replace(/^#/, '') === written.current) return
    const next = fromHash(hash)
    written.current = toHash(next)
    setEntered(next)
  }, [hash])
  const set = (next: Entered) => {
    setEntered(next)
    written.current = toHash(next)
    void navigate({
      to: '.',
      hash: written.current,
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    })
  }
  return [entered, (change) => set({ ...entered, ...change }), () => set(blank)]
}
