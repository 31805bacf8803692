import { setTimeout as sleep } from 'node:timers/promises'
import { startCluster } from '@orrery/shared/testing-cluster'
import { expect, test } from 'vitest'
import { like } from './testing-events.ts'
import { BEGINNING, PARTITIONS, startLiveOn, subscribe } from './testing-live.ts'

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal']

const events = (from: number) =>
  NAMES.map((name, index) => like(name, 'zoe', Date.now() - 60_000 + from + index))

test('on a cluster every partition is told, also after one of the masters was away', async () => {
  await using live = await startLiveOn(await startCluster())
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  const told = () => client.links().map(({ link }) => link.source_record)
  const made = events(0)
  await live.publish(made)
  await client.until(({ length }) => length >= made.length)
  expect(new Set(told()).size).toBe(made.length)
  const cursor = client.links().at(-1)?.cursor ?? ''
  expect(cursor.split('_')).toHaveLength(PARTITIONS)

  await live.server.kill(1)
  await live.server.restart(1)
  const more = events(1000)
  for (const event of more) await untilDone(() => live.publish([event]))
  const all = [...made, ...more].map(({ did, commit }) => `${did}/${commit.rkey}`)
  const names = () => new Set(told().map((uri) => uri.replace(/^at:\/\/(.*?)\/.*\//, '$1/')))
  await client.until(() => names().size >= all.length)
  expect([...names()].sort()).toEqual(all.sort())
  expect(told()).toHaveLength(all.length)
  using back = await subscribe(api, `instant=true&cursor=${cursor}`)
  await back.until(() => back.links().length >= more.length)
  expect(back.links()).toHaveLength(more.length)
})

/** While a master is away its keys cannot be written. */
async function untilDone(act: () => Promise<void>): Promise<void> {
  for (;;) {
    const isDone = await act().then(
      () => true,
      () => false,
    )
    if (isDone) return
    await sleep(100)
  }
}
