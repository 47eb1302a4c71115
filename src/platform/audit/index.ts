export { auditModule } from './routes.ts'
export { type MaySee, registerTimeline, type Sight, timeline } from './timeline.ts'
