import { DEFAULT_WEIGHTS, PRESETS } from '@orrery/shared/weights'
import { describe, expect, test } from 'vitest'
import { circleQueryOf, DEFAULT_VIEW, pictureQueryOf, queryOf, type View } from './view.ts'
import { queryOfForm } from './view-form.ts'
import { viewOf } from './view-reading.ts'

const read = (query: string) => viewOf(new URLSearchParams(query))

test.each<[string, Partial<View>]>([
  ['', {}],
  ['?window=1h&direction=sent&orbits=3', { window: '1h', direction: 'sent', orbits: 3 }],
  ['?window=2026-11-19..2026-11-20', { window: '2026-11-19..2026-11-20' }],
  ['?ranking=mutual&weights=fans', { ranking: 'mutual', weights: PRESETS.fans }],
  ['?weights=like:0.5,reply:9', { weights: { ...DEFAULT_WEIGHTS, like: 0.5, reply: 9 } }],
  ['?bots=false&blocked=false&follow=mutuals', { bots: false, blocked: false, follow: 'mutuals' }],
  ['?hide=bob.example,did:plc:abc', { hide: ['bob.example', 'did:plc:abc'] }],
  [
    '?theme=dark&accent=ffc72c&date=true&watermark=mine',
    { theme: 'dark', colours: { accent: '#ffc72c' }, date: true, watermark: 'mine' },
  ],
  ['?find=ann&sort=last&order=asc&page=4', { find: 'ann', sort: 'last', order: 'asc', page: 4 }],
])('the query %j is read, and written the same way', (query, said) => {
  const { view, problems } = read(query)
  expect(problems).toEqual([])
  expect(view).toEqual({ ...DEFAULT_VIEW, ...said })
  expect(queryOf(view)).toBe(query)
})

test.each([
  ['window=yesterday', 'window'],
  ['window=2026-11-20..2026-11-19', 'window'],
  ['window=2026-11-20..', 'window'],
  ['direction=up', 'direction'],
  ['ranking=best', 'ranking'],
  ['ranking=mutual&direction=sent', 'ranking'],
  ['orbits=4', 'orbits'],
  ['weights=like:many', 'weights'],
  ['follow=me', 'follow'],
  ['hide=nobody', 'hide'],
  ['theme=neon', 'theme'],
  ['background=blue', 'background'],
  ['background=ffffff&text=eeeeee', 'contrast'],
  ['sort=did', 'sort'],
  ['page=0', 'page'],
  ['page=1.5', 'page'],
])('%s cannot be meant, which is told, and the default stands', (query, option) => {
  const { view, problems } = read(query)
  expect(problems.map((problem) => problem.option)).toEqual([option])
  expect({ ...view, direction: 'both' }).toEqual(DEFAULT_VIEW)
})

test('what is asked of the API says nothing of the table, and colours to pictures alone', () => {
  const { view } = read('direction=sent&background=000&date=true&sort=like&page=3&find=ann')
  expect(circleQueryOf(view)).toEqual({ direction: 'sent' })
  expect(pictureQueryOf(view)).toEqual({ direction: 'sent', background: '000000', date: true })
})

describe('a form', () => {
  const formed = (form: string, zone = 'UTC') => queryOfForm(new URLSearchParams(form), zone)

  test('says the options as an address does, without what is empty or the default', () => {
    const form = 'form=1&window=7d&direction=sent&orbits=2&weights=fans&hide=&theme=light&follow='
    expect(formed(form)).toEqual({
      ...{ window: '7d', direction: 'sent', weights: 'fans', theme: 'light' },
    })
  })

  test('has a window between two times of the viewer’s zone', () => {
    const form = 'window=custom&from=2026-11-19T12:00&to=2026-11-20T12:00'
    expect(formed(form, 'Europe/Berlin').window).toBe('2026-11-19T11:00:00Z..2026-11-20T11:00:00Z')
    expect(formed('window=custom&from=&to=').window).toBe('..')
    expect(formed('window=1h&from=2026-11-19T12:00&to=2026-11-20T12:00').window).toBe('1h')
  })

  test('has points of one’s own, and a mutual ranking among the directions', () => {
    expect(formed('weights=own&points-like=2&points-reply=0').weights).toBe('like:2,reply:0')
    expect(formed('weights=count&points-like=2')).toEqual({ weights: 'count' })
    expect(formed('direction=mutual')).toEqual({ ranking: 'mutual' })
  })

  test('has colours where they are chosen', () => {
    const colours = 'background=%23112233&text=%23ffffff&accent=%23ffcc00'
    expect(formed(`theme=dark&${colours}`)).toEqual({ theme: 'dark' })
    expect(read(String(new URLSearchParams(formed(`theme=own&${colours}`)))).view.colours).toEqual({
      ...{ background: '#112233', text: '#ffffff', accent: '#ffcc00' },
    })
  })
})
