export { type StoryClock, storyClock } from './clock.ts'
export { demoModule } from './routes.ts'
export { type DemoOptions, type RunningDemo, startDemo } from './run.ts'
