import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidSettings, readEnv } from './env.ts'

test('settings have defaults that work, and what cannot be used is named', () => {
  const plain = readEnv({})
  assert.deepEqual([plain.url, plain.publicUrl, plain.demo], ['http://localhost:3000', false, true])
  const { smtpUrl, smtpFrom } = readEnv({
    SMTP_URL: 'smtps://mail.example',
    SMTP_FROM: 'voucher@example.cn',
    DATABASE_URL: '',
  })
  assert.deepEqual([smtpUrl, smtpFrom], ['smtps://mail.example', 'voucher@example.cn'])
  assert.throws(
    () => readEnv({ SMTP_FROM: 'nobody', PORT: 'door' }),
    (error: Error) =>
      error instanceof InvalidSettings && /PORT/.test(error.message) && /SMTP_FROM/.test(error.message),
  )
})
