export { figuresModule } from './routes.ts'
