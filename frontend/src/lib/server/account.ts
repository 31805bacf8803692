import type { Circle } from '@orrery/shared/circle'
import type { AnswerTo } from '@orrery/shared/client'
import type { Language } from '@orrery/shared/language'
import type { Stats } from '@orrery/shared/stats'
import { isHttpError } from '@sveltejs/kit'
import { type Activity, stepFor } from '#lib/activity.ts'
import { type CircleChange, changeBetween } from '#lib/circle-change.ts'
import { MOST_ROWS, type Partner, partnersOf } from '#lib/partners.ts'
import { circleQueryOf, DEFAULT_VIEW, isFiltered, lengthOfWindow, type View } from '#lib/view.ts'
import type { Problem } from '#lib/view-reading.ts'
import { readCall } from './api.ts'
import { findHidden } from './hidden-people.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
/** Nothing is kept from before. */
const EVER = 3650 * DAY

type AnsweredCircle = AnswerTo<'/circles/{actor}'>

/** All that the API knows of an account in a view. */
export type Account = {
  view: View
  problems: Problem[]
  circle: AnsweredCircle
  partners: Partner[]
  /** In the window of the circle. */
  activity: Activity
  /** What the chart is of: the same, but of a day at least. */
  shownActivity: Activity
  /** What was seen of an account of which there is nothing in the window. */
  everSeen: Activity | null
  change: CircleChange | null
  /** Since when (ISO) there was somebody to watch, and when nobody was. */
  since: string | null
  gaps: Stats['gaps']
}

export type AccountQuestion = { actor: string; view: View; language: Language; now: number }

/** @throws as `readCall` */
export async function readAccount(question: AccountQuestion): Promise<Account> {
  const { view } = question
  const hidden = await findHidden(view.hide)
  const problems: Problem[] = hidden.unknown.map((value) => ({ option: 'hide', value }))
  try {
    return await readWith(question, hidden.dids, problems)
  } catch (cause) {
    const isMissed = isHttpError(cause, 503) && cause.body.code === 'UpstreamUnavailable'
    if (!isMissed || !isFiltered(view)) throw cause
    // Those who know who is a bot and who follows whom are away: without filters there is a circle.
    const { bots, blocked, follow } = DEFAULT_VIEW
    const unfiltered = { ...question, view: { ...view, bots, blocked, follow } }
    return readWith(unfiltered, hidden.dids, [...problems, { option: 'filters', value: '' }])
  }
}

async function readWith(
  { actor, view, language, now }: AccountQuestion,
  hide: string[],
  problems: Problem[],
): Promise<Account> {
  const query = circleQueryOf({ ...view, hide })
  const { window } = view
  const { bots, blocked, follow } = query
  const span = spanOf(window, now)
  const [circle, lists, activity, shownActivity, stats, before] = await Promise.all([
    readCall('/circles/{actor}', {
      actor,
      ...query,
      lang: language,
    } as never) as Promise<AnsweredCircle>,
    readCall('/interactions/{actor}', {
      ...{ actor, window, bots, blocked, follow },
      limit: isFiltered(view) ? undefined : MOST_ROWS,
    }),
    readActivity(actor, window, span.to - span.from),
    span.to - span.from < DAY && lengthOfWindow(window) ? readActivity(actor, '24h', DAY) : null,
    readCall('/stats').catch(() => null),
    readBefore({ actor, query, span }),
  ])
  const isEmpty = activity.sent.total + activity.received.total === 0
  const since = stats?.since ?? null
  return {
    ...{ view, problems, circle, activity, since },
    partners: partnersOf(circle, lists, new Set(hide)),
    shownActivity: shownActivity ?? activity,
    everSeen: isEmpty ? await readActivity(actor, between(now - EVER, now), EVER) : null,
    change: before && changeSince(before, circle, span, since),
    gaps: stats?.gaps ?? [],
  }
}

type Span = { from: number; to: number }

/** Whole minutes, so that the API need not count anew what it counted a moment ago. */
function spanOf(window: string, now: number): Span {
  const length = lengthOfWindow(window)
  if (length !== undefined) {
    const to = Math.floor(now / MINUTE) * MINUTE
    return { from: to - length, to }
  }
  const [from = now, to = now] = window.split('..').map((end) => Date.parse(end))
  return { from, to }
}

function readActivity(actor: string, window: string, length: number): Promise<Activity> {
  return readCall('/activity/{actor}', { actor, window, step: stepFor(length) })
}

/** The circle of the window before; null where it cannot be told right now. */
async function readBefore({ actor, query, span }: { actor: string; query: object; span: Span }) {
  const window = between(2 * span.from - span.to, span.from)
  return readCall('/circles/{actor}', { actor, ...query, window }).catch(() => null)
}

/** Null where nobody was in the circle before, or it was not watched for all of that time. */
function changeSince(before: Circle, circle: Circle, { from, to }: Span, since: string | null) {
  const begin = 2 * from - to
  const isKnown =
    since !== null && Date.parse(since) <= begin && Date.parse(before.window.from) <= begin
  if (!isKnown || before.orbits.flat().length === 0) return null
  return changeBetween(before, circle)
}

function between(from: number, to: number): string {
  return `${new Date(from).toISOString()}..${new Date(to).toISOString()}`
}
