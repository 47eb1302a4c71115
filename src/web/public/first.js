// Runs before the first paint, so that a chosen theme or language never flashes.
try {
  const theme = localStorage.getItem('theme')
  if (theme) document.documentElement.dataset.theme = theme
  const asked = new URLSearchParams(location.search).get('lang') || localStorage.getItem('language')
  document.documentElement.lang = asked === 'en' ? 'en' : 'zh-CN'
} catch {}
