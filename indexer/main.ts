import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { connectionOf, readConfig } from '@orrery/shared/config'
import { claimLayout } from '@orrery/shared/layout'
import type { Logger } from '@orrery/shared/logging'
import { type Loop, runTogether } from '@orrery/shared/loops'
import { offerMetrics } from '@orrery/shared/prometheus'
import { connect } from '@orrery/shared/redis'
import { endWhenLost } from '@orrery/shared/redis-loss'
import { prepareServer } from '@orrery/shared/redis-settings'
import { ready, runService } from '@orrery/shared/service'
import { openStore } from '@orrery/shared/store'
import { schema } from './config.ts'
import { holdPartitions, type Lease } from './hold-partitions.ts'
import { indexerMetrics } from './metrics.ts'
import { type AppliedBatch, indexPartition } from './partition.ts'
import { reportProgress } from './progress.ts'
import { openWriter } from './writer.ts'

// A batch of events lives for milliseconds: given room to die young it costs a tenth less.
setFlagsFromString('--max-semi-space-size=64')

await runService('indexer', async ({ signal, log, trace }) => {
  const config = readConfig(schema)
  const name = `indexer-${randomUUID()}`
  const untilLost: Loop[] = []
  await using connections = new AsyncDisposableStack()
  const open = async (told: { log?: Logger } = {}) => {
    const options = { ...connectionOf(config), name, signal, ...told }
    const connection = connections.use(await connect(config.REDIS_URL, options))
    untilLost.push(endWhenLost(connection))
    return connection
  }

  const redis = await open({ log })
  const { PARTITIONS: partitions, BUCKET_HOURS: bucketHours } = config
  const layout = await claimLayout(redis, { partitions, bucketHours }, { log, signal })
  await prepareServer(redis)
  const kept = { collections: config.LINK_COLLECTIONS, cids: config.STORE_CIDS }
  const writer = await openWriter(openStore(redis, layout, config.RETENTION_HOURS), {}, kept)
  // All before the first lease: whoever takes a partition over ends the connections that exist.
  const readers = await Promise.all(Array.from({ length: partitions }, () => open()))
  using progress = reportProgress(log)
  const { metrics, observe } = indexerMetrics(writer)
  await using _ = await offerMetrics('indexer', metrics, config, log)
  ready()

  const onApplied = (batch: AppliedBatch) => {
    progress.onApplied(batch)
    observe(batch)
  }
  const work = async (lease: Lease) => {
    const reader = readers[lease.partition]
    if (reader) await indexPartition({ lease, reader, writer, onApplied, trace, log })
  }
  const silence = config.LEASE_SECONDS * 1000
  const holding = { redis, name, partitions, silence, log }
  await runTogether([(stop) => holdPartitions(holding, work, stop), ...untilLost], signal)
})
