import type { Actor } from '#core/actor.ts'
import { allow, may, policy, type Subject } from '#core/policy.ts'

export const auditPolicy = policy({
  // What people of an office tried and were refused, to its auditor.
  'refused.read': [allow('auditor', 'own')],
  // Whether somebody may read a history is asked of the module that owns the subject.
  'timeline.read': [allow('public', 'any')],
  // Who looked at it: those who answer for the office that decides, and those who inspect it.
  'timeline.looks': [
    allow('director', 'region'),
    allow('director', 'authority'),
    allow('auditor', 'region'),
    allow('auditor', 'authority'),
  ],
})

export const mayLook = (actor: Actor, subject: Subject): boolean => may(actor, 'timeline.looks', subject)
