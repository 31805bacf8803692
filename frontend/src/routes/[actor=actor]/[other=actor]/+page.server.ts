import { parseAtUri } from '@orrery/shared/at-uri'
import type { AnswerTo } from '@orrery/shared/client'
import { blueskyPageOf } from '#lib/bluesky.ts'
import { chartOf } from '#lib/charts/chart-of.ts'
import { readCall } from '#lib/server/api.ts'
import { readKnown } from '#lib/server/known-gaps.ts'
import type { PageServerLoad } from './$types'
import { pairSeriesOf } from './pair-series.ts'
import { apiWindowOf, pairViewOf } from './pair-view.ts'

const PAGE_SIZE = 50
/** The rkey of a post; other likeable records, such as feeds, are named by words. */
const TID = /^[2-7a-z]{13}$/

type Interaction = AnswerTo<'/pairs/{a}/{b}'>['interactions'][number]

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const view = pairViewOf(url.searchParams)
  const window = apiWindowOf(view.window)
  const [pair, { gaps }] = await Promise.all([
    readCall('/pairs/{a}/{b}', { a: params.actor, b: params.other, window }),
    readKnown(),
  ])
  const { a, b, interactions, hours: _, ...figures } = pair
  const now = Date.now()
  const pages = Math.max(1, Math.ceil(interactions.length / PAGE_SIZE))
  const page = Math.min(view.page, pages)
  return {
    view: { ...view, page },
    a,
    b,
    ...figures,
    isSame: a.did === b.did,
    chart: chartOf(pairSeriesOf(pair), { kind: 'bars', zone: locals.zone, now, gaps }),
    list: {
      rows: interactions.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(shownOf),
      total: interactions.length,
      pages,
    },
    json: `/${a.did}/${b.did}/pair.json?${new URLSearchParams({ window })}`,
    now,
  }
}

/** With the page that bsky.app has for the record, or for the post that it is about. */
function shownOf(interaction: Interaction) {
  const { uri, s: subject, pr: target } = interaction
  const { authority: owner = '', collection = '', rkey = '' } = parseAtUri(uri) ?? {}
  const post = { collection: 'app.bsky.feed.post', rkey: target ?? '' }
  const page =
    blueskyPageOf(owner, { collection, rkey }) ??
    (TID.test(post.rkey) ? blueskyPageOf(subject, post) : undefined)
  return { ...interaction, page }
}
