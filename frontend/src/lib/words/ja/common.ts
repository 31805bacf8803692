import { charts } from './charts.ts'
import { failure } from './failure.ts'
import { site } from './site.ts'

/** What any page may say. */
export const common = { site, failure, charts }
