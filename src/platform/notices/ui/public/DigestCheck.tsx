import { useState } from 'react'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { call } from '#web/api.ts'
import { Box, Button, ErrorBox, Progress } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { digestText, type NoticeRow, notices } from '../../browser.ts'

const said = {
  digest: { zh: '名单摘要（SHA-256）', en: 'Digest of the list (SHA-256)' },
  why: {
    zh: '发布时记下。名单只要改动一个字，摘要就不同；可在您的浏览器里重新计算核对。',
    en: 'Taken when the notice opened. One changed character gives another digest; your browser can recompute it.',
  },
  check: { zh: '核对摘要', en: 'Recompute' },
  same: {
    zh: '一致：名单自发布以来没有改动。',
    en: 'The same: the list has not changed since it was opened.',
  },
  other: {
    zh: '不一致！请保存本页并向发布单位反映。',
    en: 'Different! Keep this page and tell the authority.',
  },
  reading: { zh: '已读取条目', en: 'Rows read' },
  unable: {
    zh: '此浏览器在非加密连接下不能计算摘要，请改用 HTTPS 打开。',
    en: 'This browser computes digests over HTTPS only; open the page that way.',
  },
} as const satisfies Record<string, Text>

type State = { read: number } | { same: boolean } | { error: unknown } | null

/** The digest, and the reader's own recomputation of it from the rows as served. */
export function DigestCheck({ noticeId, digest }: { noticeId: string; digest: string }) {
  const t = useText()
  const [state, setState] = useState<State>(null)
  const check = async () => {
    try {
      const rows = await allRows(noticeId, (read) => setState({ read }))
      setState({ same: (await sha256(digestText(rows))) === digest })
    } catch (error) {
      setState({ error })
    }
  }
  return (
    <div className="x-note">
      <p>
        {t(said.digest)} <code>{digest}</code>
        <br />
        <span className="x-quiet">{t(said.why)}</span>
      </p>
      <div className="no-print">
        {globalThis.crypto?.subtle ? (
          <Button small onClick={check} busy={state !== null && 'read' in state}>
            {t(said.check)}
          </Button>
        ) : (
          <p>{t(said.unable)}</p>
        )}
        <div role="status">
          {state && 'read' in state && (
            <Progress label={t(said.reading)} done={state.read} total={state.read} />
          )}
          {state && 'same' in state && (
            <Box tone={state.same ? 'good' : 'alarm'}>{t(state.same ? said.same : said.other)}</Box>
          )}
        </div>
        {state && 'error' in state && <ErrorBox error={state.error} retry={check} />}
      </div>
    </div>
  )
}

type NoticeRowData = z.output<typeof NoticeRow>

async function allRows(id: string, tell: (read: number) => void): Promise<NoticeRowData[]> {
  const rows: NoticeRowData[] = []
  let cursor: string | null = null
  do {
    tell(rows.length)
    const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor ? { cursor } : {}) }
    const page: { rows: NoticeRowData[]; next: string | null } = await call(notices.rows, {
      params: { id },
      query,
    })
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor)
  return rows
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
