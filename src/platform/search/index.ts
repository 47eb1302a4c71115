export { searchModule } from './routes.ts'
export { registerSearch } from './sources.ts'
