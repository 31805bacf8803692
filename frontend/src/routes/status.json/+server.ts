import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = () => passOn('/health')
