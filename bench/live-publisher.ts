import { setTimeout as sleep } from 'node:timers/promises'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { linksOf } from '@orrery/shared/links-of'
import type { Redis } from '@orrery/shared/redis'
import { tidOf } from '@orrery/shared/tid'
import type { JetstreamEvent } from '../demo/event.ts'
import { PARTITIONS } from './loading.ts'

/** How long the firehose gathers events, in milliseconds. */
const BATCH = 20

/** Puts events into the streams as the firehose does, as if each had happened at that moment. */
export type Publisher = {
  /** @returns how many links the events that were published make */
  publishFor(seconds: number, perSecond: number): Promise<number>
  publishAtOnce(count: number): Promise<number>
}

export function openPublisher(redis: Redis, events: Iterator<JetstreamEvent>): Publisher {
  let published = 0

  /** Creates alone, so that each link of theirs is told. */
  function nextEvent(): JetstreamEvent {
    for (;;) {
      const event: JetstreamEvent = events.next().value
      if (event.kind !== 'commit' || event.commit.operation !== 'create') continue
      const micros = Date.now() * 1000
      const rev = tidOf(micros, published++ % 1024)
      return { ...event, time_us: micros, commit: { ...event.commit, rev } }
    }
  }

  async function publish(count: number): Promise<number> {
    const lines = Array.from({ length: PARTITIONS }, () => [] as string[])
    let links = 0
    for (let index = 0; index < count; index++) {
      const event = nextEvent()
      if (event.kind === 'commit') links += linksOf(event.commit.record).links.length
      lines[partitionOf(event.did, PARTITIONS)]?.push(JSON.stringify(event))
    }
    const writes = lines.map(async (some, partition) => {
      if (some.length > 0) await redis.xAdd(keys.events(partition), '*', { d: some.join('\n') })
    })
    await Promise.all(writes)
    return links
  }

  return {
    publishAtOnce: publish,
    async publishFor(seconds, perSecond) {
      const began = performance.now()
      let links = 0
      for (let done = 0; done < seconds * perSecond; ) {
        const due = Math.min((performance.now() - began) / 1000, seconds) * perSecond
        const count = Math.floor(due) - done
        links += await publish(count)
        done += count
        await sleep(BATCH)
      }
      return links
    },
  }
}
