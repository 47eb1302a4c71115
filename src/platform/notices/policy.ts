import { allow, policy } from '#core/policy.ts'

export const noticePolicy = policy({
  'notice.read': [allow('public', 'any')],
  'notice.object': [allow('public', 'any')],
  // Who objected is seen by those who review and decide for the publishing authority, and by its auditor.
  'objection.read': [
    allow('reviewer', 'authority'),
    allow('director', 'authority'),
    allow('auditor', 'authority'),
  ],
  'objection.decide': [allow('director', 'authority')],
  'notice.close': [allow('system', 'any')],
  'inbox.read': [allow('user', 'self')],
  // On a demo node the outbox stands in for everybody's mailbox; see `outbox` in routes.ts.
  'outbox.read': [allow('public', 'any')],
  'outbox.read_all': [allow('administrator', 'any')],
})
