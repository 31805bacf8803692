import { readConfig } from '@orrery/shared/config'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { ready, runService } from '@orrery/shared/service'
import { openStore } from '@orrery/shared/store'
import { schema } from './config.ts'
import { indexPartition } from './partition.ts'
import { prepareServer } from './prepare-server.ts'
import { reportProgress } from './progress.ts'
import { openWriter } from './writer.ts'

await runService('indexer', async ({ signal, log }) => {
  const config = readConfig(schema)
  await using redis = await connect(config.REDIS_URL, { cluster: config.REDIS_CLUSTER, log })
  const layout = await claimLayout(redis, {
    partitions: config.PARTITIONS,
    bucketHours: config.BUCKET_HOURS,
  })
  await prepareServer(redis, log)
  const store = openStore(redis, layout, config.RETENTION_HOURS)
  const writer = await openWriter(store)
  using progress = reportProgress(log)
  ready()

  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const partitions = Array.from({ length: layout.partitions }, async (_, partition) => {
    await using reader = await connect(config.REDIS_URL, { cluster: config.REDIS_CLUSTER, log })
    const leaseMilliseconds = config.LEASE_SECONDS * 1000
    const { onApplied } = progress
    try {
      await indexPartition({
        partition,
        reader,
        writer,
        leaseMilliseconds,
        onApplied,
        log,
        signal: stop,
      })
    } catch (error) {
      failed.abort()
      throw error
    }
  })
  await Promise.all(partitions)
})
