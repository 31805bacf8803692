import { redirect } from '@sveltejs/kit'
import { zoneOf } from '#lib/locale/preferences.ts'
import { readAccount } from '#lib/server/account.ts'
import { hasOwnColours, pictureOf } from '#lib/server/circle-picture.ts'
import { openRendering } from '#lib/server/render-island.ts'
import { searchOf } from '#lib/view.ts'
import { FORM, queryOfForm } from '#lib/view-form.ts'
import { viewOf } from '#lib/view-reading.ts'
import { dictionaryOf } from '#lib/words/dictionary.ts'
import type { PageServerLoad } from './$types'
import AccountHeader from './account-header.svelte'
import Activity from './activity.svelte'
import Change from './change.svelte'
import FindPartners from './find-partners.svelte'
import Options from './options.svelte'
import Partners from './partners.svelte'
import { partsOf } from './parts.ts'
import { sentencesOf } from './problem-sentences.ts'
import Share from './share.svelte'
import Summary from './summary.svelte'

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const query = url.searchParams
  if (query.has(FORM)) {
    const zone = zoneOf(query.get('zone') ?? '') ?? 'UTC'
    redirect(303, url.pathname + searchOf(queryOfForm(query, zone)))
  }
  const { view: wanted, problems } = viewOf(query)
  const { language, zone } = locals
  const asked = { actor: params.actor, view: wanted, language, now: Date.now() }
  const account = await readAccount(asked)
  const { view, circle } = account
  const parts = await partsOf(account, { url, zone, now: asked.now })
  const render = await openRendering(locals)
  return {
    ...{ circle, view, parts, now: asked.now },
    problems: sentencesOf([...problems, ...account.problems], await dictionaryOf(language)),
    picture: pictureOf(circle, view, locals),
    isColoured: hasOwnColours(view),
    isListed: account.partners.length > 0,
    markup: {
      header: render(AccountHeader, parts.header),
      options: render(Options, parts.options),
      share: render(Share, parts.share),
      find: render(FindPartners, parts.find),
      summary: render(Summary, parts.summary),
      change: parts.change && render(Change, parts.change),
      activity: render(Activity, parts.activity),
      table: render(Partners, parts.table),
    },
  }
}
