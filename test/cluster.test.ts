import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@orrery/shared/redis'
import { freePort } from '@orrery/shared/testing'
import { startCluster } from '@orrery/shared/testing-cluster'
import { expect, test } from 'vitest'
import { answers, compareAll, keepAllOf, recountOf } from './comparison.ts'
import { isIndexed, oldestCursor, PARTITIONS } from './indexed.ts'
import { hasRealLines, realLines, simulatedLines, spanOf } from './network-lines.ts'
import { startService, until } from './services.ts'

const AWAY_MS = 1500

/** `seconds` is how long the events take, so that there is a middle in which a master can go. */
const SOURCES = [
  { name: 'a busy simulated network', read: () => simulatedLines(60_000), seconds: 3 },
  { name: 'the real events', read: realLines, seconds: 3, isThere: hasRealLines },
].filter(({ isThere = true }) => isThere)

test.each(SOURCES)(
  'on a cluster that loses a master every account’s answer equals a naive recount of $name',
  async ({ read, seconds }) => {
    await using events = await read()
    const { from, to: lastTime } = spanOf(events.lines)
    const naive = recountOf(events.lines)
    await using cluster = await startCluster({ masters: 3 })
    await using before = await connect(cluster.url)
    const [feedPort, apiPort] = [await freePort(), await freePort()]
    const apiUrl = `http://127.0.0.1:${apiPort}`
    const env = {
      ...keepAllOf(cluster.url, PARTITIONS, apiPort),
      JETSTREAM_URL: `ws://127.0.0.1:${feedPort}/subscribe`,
    }
    const restarts = true
    await using indexer = startService('indexer/main.ts', env, [], { restarts })
    await using scheduler = startService('scheduler/main.ts', env, [], { restarts })
    await using api = startService('api/main.ts', env, [], { restarts })
    await until('the API answers', () => answers(apiUrl), [indexer, scheduler, api])
    const hasLease = async () => indexer.output().includes('partition taken')
    await until('the indexer waits for events', hasLease, [indexer])

    const pace = String((lastTime - from) / 1e6 / seconds)
    const parameters = [events.file, '--port', String(feedPort), '--speed', pace]
    await using replay = startService('demo/replay.ts', {}, parameters)
    const listens = async () => replay.output().includes(String(feedPort))
    await until('the replay listens', listens, [replay])
    await using firehose = startService('firehose/main.ts', env, [], { restarts })
    const writing = [firehose, indexer, scheduler]
    const services = [...writing, api]
    const feed = `127.0.0.1:${feedPort}/v1`
    const [did = ''] = naive.accounts
    const statusOf = (actor: string) =>
      fetch(`${apiUrl}/interactions/${actor}`).then(({ status }) => status)

    const third = from + (lastTime - from) / 3
    const isUnderWay = async () => (await oldestCursor(before, feed)) > third
    await until('a third has arrived', isUnderWay, services)
    expect(await oldestCursor(before, feed)).toBeLessThan(lastTime)
    await cluster.kill(1)
    await until('the API says it', async () => (await statusOf(did)) === 503, services)
    await sleep(AWAY_MS)
    await cluster.restart(1)

    await using after = await connect(cluster.url)
    await until('all is indexed', () => isIndexed(after, feed, lastTime), services, 120)
    await until('the API answers', () => answers(apiUrl), services)
    expect(await compareAll(apiUrl, naive, 'after the loss')).toBeGreaterThan(300)
    expect(writing.map((service) => service.lives() > 1)).toEqual([true, true, true])
    expect(api.lives()).toBe(1)
  },
)
