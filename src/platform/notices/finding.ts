import { registerSearch } from '#platform/search/index.ts'
import { statusWords } from './ui/public/notice-words.ts'
import { noticePage } from './view.ts'

registerSearch('notice', {
  label: { zh: '公示', en: 'Public notices' },
  order: 40,
  allow: 'notice.read',
  all: (q) => `/notices?q=${encodeURIComponent(q)}`,
  find: async ({ db, now }, q, limit) => {
    const { rows } = await noticePage(db, now, { q, limit })
    return rows.map(({ id, number, title, authorityName, status }) => ({
      at: `/notices/${id}`,
      title,
      note: {
        zh: `${number} · ${authorityName} · ${statusWords[status].zh}`,
        en: `${number} · ${authorityName} · ${statusWords[status].en}`,
      },
    }))
  },
})
