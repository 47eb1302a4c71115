import './schemas.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiRefusal, actAs } from './calls.ts'
import { router } from './router.tsx'
import './theme.css'
import './kit/kit.css'
import './kit/show.css'
import './shell/shell.css'

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: 'always',
      // A no stays a no; only an unreachable server is asked again.
      retry: (count, error) =>
        count < 2 && error instanceof ApiRefusal && (error.status === 0 || error.status >= 502),
    },
  },
})

// The place this tab acted in is gone: go on in the person's own default and ask again.
cache.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return
  if (event.action.error instanceof ApiRefusal && event.action.error.code === 'acting_ended') {
    actAs(null)
    void cache.resetQueries()
  }
})

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
