import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export type Measures = { start: (name: string) => (status: number) => void; text: () => Promise<string> }

/** Prometheus metrics of one node. */
export function createMeasures(): Measures {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'xiechuang_request_seconds',
    help: 'Duration of answered requests by endpoint',
    labelNames: ['endpoint'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const answers = new Counter({
    name: 'xiechuang_requests_total',
    help: 'Answered requests by endpoint and status',
    labelNames: ['endpoint', 'status'],
    registers: [registry],
  })
  return {
    start: (name) => {
      const end = duration.startTimer({ endpoint: name })
      return (status) => {
        end()
        answers.inc({ endpoint: name, status: String(status) })
      }
    },
    text: () => registry.metrics(),
  }
}
