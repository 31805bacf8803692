import type { Redis } from '@orrery/shared/redis'

/** What a run of one of the scheduler's jobs did and cost. */
export type JobCost = {
  rows: number
  milliseconds: number
  cpuMicroseconds: number
  redisMicroseconds: number
}

export async function measureJob(redis: Redis, run: () => Promise<number>): Promise<JobCost> {
  const [cpu, redisCpu, began] = [process.cpuUsage(), await redisCpuOf(redis), performance.now()]
  const rows = await run()
  const milliseconds = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  const redisMicroseconds = (await redisCpuOf(redis)) - redisCpu
  return { rows, milliseconds, cpuMicroseconds: user + system, redisMicroseconds }
}

async function redisCpuOf(redis: Redis): Promise<number> {
  const info = await redis.info('cpu')
  const seconds = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
  return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6
}
