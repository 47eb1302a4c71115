export { mayLook } from './policy.ts'
export { auditModule } from './routes.ts'
export { same, tells } from './tells.ts'
export { registerTimeline, timeline } from './timeline.ts'
