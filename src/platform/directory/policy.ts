import { allow, policy } from '#core/policy.ts'

const owners = [
  allow('applicant_owner', 'own'),
  allow('provider_owner', 'own'),
  allow('incubator_clerk', 'own'),
]
const clerks = [...owners, allow('applicant_clerk', 'own'), allow('provider_clerk', 'own')]
/** Officers decide for the region of their authority and everything below it. */
const deciders = [allow('reviewer', 'region'), allow('director', 'region')]
const payers = [allow('finance', 'region'), allow('preparer', 'region'), allow('approver', 'region')]
const readers = [...deciders, ...payers, allow('auditor', 'region')]

export const directoryPolicy = policy({
  'region.read': [allow('public', 'any')],
  'set_up.read': [allow('public', 'any')],
  'set_up.do': [allow('user', 'any')],
  'organisation.read': [allow('public', 'any')],
  'organisation.list': [...readers, allow('administrator', 'any')],
  'organisation.register': [allow('user', 'any')],
  'organisation.establish': [allow('administrator', 'any')],
  'authority.list': [allow('administrator', 'any')],
  // Only while the authority has no director; see `requireUnled`.
  'authority.invite': [allow('administrator', 'any')],
  'organisation.licence': owners,
  'organisation.verify': deciders,
  // The incubator is the sponsor of the team, told as its provider.
  'organisation.sponsor': [allow('incubator_clerk', 'served')],
  'organisation.change': deciders,
  // The authority that made the entry, wherever the organisation is now.
  'organisation.correct': [allow('reviewer', 'authority'), allow('director', 'authority')],
  'profile.read': [...clerks, ...readers, allow('incubator_clerk', 'served')],
  // The region is that of a case under way: the case stays where it was filed when its applicant moves.
  'profile.ofCase': deciders,
  'profile.account': [...clerks, ...payers],
  'profile.declare': clerks,
  'fact.list': deciders,
  'fact.decide': deciders,
  // An authority of a province or a city brings its own lists in, and takes their rows back.
  'register.import': [allow('reviewer', 'authority'), allow('director', 'authority')],
  'register.read': [
    allow('reviewer', 'authority'),
    allow('director', 'authority'),
    allow('auditor', 'authority'),
  ],
  'person.read': [...clerks, ...readers, allow('incubator_clerk', 'served')],
  'person.record': clerks,
  'dispute.read': [allow('user', 'self'), ...clerks, ...readers],
  'dispute.withdraw': [allow('user', 'self')],
  'dispute.decide': deciders,
  'tie.read': [...clerks, ...readers],
  'tie.create': [...clerks, ...deciders],
  'tie.end': deciders,
  'provider.read': [allow('public', 'any')],
  'provider.admit': [allow('director', 'authority'), allow('reviewer', 'authority')],
  'provider.review': [
    allow('director', 'authority'),
    allow('reviewer', 'authority'),
    allow('auditor', 'authority'),
  ],
  'provider.withdraw': [allow('director', 'authority')],
})
