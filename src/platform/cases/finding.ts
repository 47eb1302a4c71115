import { mayAtAll, visible } from '#core/policy.ts'
import { dayOf } from '#core/time.ts'
import { holdsAll, wordsOf } from '#core/words.ts'
import { nearestFirst } from '#platform/directory/index.ts'
import { registerSearch } from '#platform/search/index.ts'
import { selectProgrammesOn } from './programmes.store.ts'
import { caseColumns, selectQueue } from './queue.ts'
import { statusNames } from './state.ts'

registerSearch('programme', {
  label: { zh: '事项', en: 'Programmes' },
  order: 30,
  allow: 'programme.read',
  find: async ({ db, now, actor }, q, limit) => {
    const words = wordsOf(q)
    const nearest = nearestFirst(actor.regionCode)
    const found = (await selectProgrammesOn(db, dayOf(now))).filter(({ title, summary }) =>
      holdsAll(words, title.zh, title.en, summary.zh, summary.en),
    )
    return found
      .sort((one, other) => nearest(one.authority, other.authority))
      .slice(0, limit)
      .map(({ id, title, summary }) => ({ at: `/programmes/${id}`, title, note: summary }))
  },
})

registerSearch('case', {
  label: { zh: '办件', en: 'Cases' },
  order: 1,
  allow: 'case.read',
  // Officers have a list that these words narrow.
  all: (q, actor) => (mayAtAll(actor, 'case.bulk') ? `/desk?view=all&q=${encodeURIComponent(q)}` : null),
  find: async ({ db, now, actor }, q, limit) => {
    const seen = visible(actor, 'case.read', caseColumns)
    const { rows } = await selectQueue(db, { actor, now, visible: seen }, { q, limit })
    return rows.map(({ id, number, applicant, nameNow, title, status }) => ({
      at: `/cases/${id}`,
      title: nameNow
        ? { zh: `${number} ${applicant}（现名 ${nameNow}）`, en: `${number} ${applicant} (now ${nameNow})` }
        : { zh: `${number} ${applicant}`, en: `${number} ${applicant}` },
      note: {
        zh: `${title.zh} · ${statusNames[status].zh}`,
        en: `${title.en} · ${statusNames[status].en}`,
      },
    }))
  },
})
