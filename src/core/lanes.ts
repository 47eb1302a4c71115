type Waiting<Order, Answer> = {
  order: Order
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

type Settled<Answer> = { ok: true; value: Answer } | { ok: false; error: unknown }

/**
 * Commands that name the same lane wait for each other and share a commit: a hot budget is fast because its
 * commands are committed together, not because anything is acknowledged before it is durable.
 * @param run settles the orders of one batch, in their order
 * @param width orders in one batch, at most
 */
export function lanes<Order, Answer>(
  run: (orders: readonly Order[]) => Promise<Settled<Answer>[]>,
  width: number,
): { join: (lane: string, order: Order) => Promise<Answer> } {
  const queues = new Map<string, Waiting<Order, Answer>[]>()

  const drain = async (lane: string, queue: Waiting<Order, Answer>[]) => {
    while (queue.length > 0) {
      const batch = queue.splice(0, width)
      try {
        const settled = await run(batch.map((waiting) => waiting.order))
        settled.forEach((outcome, index) => {
          const waiting = batch[index] as Waiting<Order, Answer>
          if (outcome.ok) waiting.resolve(outcome.value)
          else waiting.reject(outcome.error)
        })
      } catch (error) {
        for (const waiting of batch) waiting.reject(error)
      }
    }
    queues.delete(lane)
  }

  return {
    join: (lane, order) =>
      new Promise((resolve, reject) => {
        const waiting = { order, resolve, reject }
        const queue = queues.get(lane)
        if (queue) {
          queue.push(waiting)
          return
        }
        const fresh = [waiting]
        queues.set(lane, fresh)
        void drain(lane, fresh)
      }),
  }
}
