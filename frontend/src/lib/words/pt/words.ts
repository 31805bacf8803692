import type { Dictionary } from '../dictionary.ts'
import { account } from './account.ts'
import { charts } from './charts.ts'
import { collections } from './collections.ts'
import { docs } from './docs.ts'
import { failure } from './failure.ts'
import { home } from './home.ts'
import { links } from './links.ts'
import { pair } from './pair.ts'
import { site } from './site.ts'
import { stats } from './stats.ts'
import { status } from './status.ts'
import { top } from './top.ts'

export const words: Dictionary = {
  site,
  failure,
  home,
  account,
  charts,
  pair,
  top,
  stats,
  collections,
  links,
  status,
  docs,
}
