import type { Circle, Person } from '@orrery/shared/circle'
import { circleCardOf } from '@orrery/shared/circle-card'
import { ORBIT_CAPACITIES } from '@orrery/shared/circle-layout'
import { circleSvgOf, type PictureOptions } from '@orrery/shared/circle-svg'
import { createRandom, type Random } from '@orrery/shared/random'
import sharp from 'sharp'
import { encodeAvatar } from '../api/avatar-image.ts'
import { type RasterFormat, rasterise } from '../api/rasteriser.ts'
import { avatarOf } from '../demo/simulation/avatar.ts'
import type { BenchOptions } from './options.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'

const PICTURES = 30
const COUNTS = { like: 1, repost: 0, reply: 0, quote: 0, post: 0, total: 1 }
const SIDE = { ...COUNTS, score: 1 }

/** What a picture costs once the circle is known and its avatars are at hand. */
export async function measurePictures({ seed }: BenchOptions): Promise<Figures> {
  const random = createRandom(seed)
  const avatars = await avatarsOf(seed, random, 61)
  const avatar: PictureOptions['avatar'] = ({ did }) => avatars.get(did ?? '') ?? null
  const picture = (orbits: number) =>
    circleSvgOf(circleOf(orbits), { linkBase: '/', size: 1000, theme: 'light', avatar })
  const card = circleCardOf(circleOf(2), { linkBase: '/', avatar, site: 'orrery.example' })

  const runs = [
    await measure('10 people, PNG', picture(1), 'png'),
    await measure('30 people, PNG', picture(2), 'png'),
    await measure('30 people, JPEG', picture(2), 'jpg'),
    await measure('60 people, PNG', picture(3), 'png'),
    await measure('card, PNG', card, 'png'),
  ]
  printTable(
    ['picture', 'ms', 'CPU ms', 'of it event loop ms', 'KiB'],
    runs.map((run) => [run.picture, run.ms, run.cpuMs, run.loopMs, run.kibibytes]),
  )
  return { parameters: { pictures: PICTURES, size: 1000 }, runs }
}

/** One after the other; the time is the median. */
async function measure(picture: string, svg: string, format: RasterFormat) {
  let bytes = (await rasterise(svg, format)).length
  const times: number[] = []
  const loop = performance.eventLoopUtilization()
  const before = process.cpuUsage()
  for (let number = 0; number < PICTURES; number++) {
    const start = performance.now()
    bytes = (await rasterise(svg, format)).length
    times.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  return {
    picture,
    ms: rounded(times[PICTURES >> 1] ?? 0),
    cpuMs: rounded((user + system) / 1000 / PICTURES),
    loopMs: rounded(performance.eventLoopUtilization(loop).active / PICTURES),
    kibibytes: Math.round(bytes / 1024),
  }
}

function circleOf(orbits: number): Circle {
  let rank = 0
  const personOf = (): Person => ({
    ...{ did: `did:plc:${++rank}`, handle: `person${rank}.example`, displayName: null },
    ...{ ...COUNTS, avatar: null, rank, score: 100 - rank, counted: 'both', points: COUNTS },
    ...{ sent: SIDE, received: SIDE, reciprocity: 1, characters: 0, last: '2026-11-20T12:00:00Z' },
  })
  return {
    ...{ did: 'did:plc:0', handle: 'owner.example', displayName: 'Owner', avatar: null },
    window: { from: '2026-11-18T12:00:00Z', to: '2026-11-20T12:00:00Z' },
    ...{ direction: 'both', ranking: 'sum', weights: COUNTS, preset: 'count' },
    orbits: ORBIT_CAPACITIES.slice(0, orbits).map((count) =>
      Array.from({ length: count }, personOf),
    ),
  }
}

/** Drawn avatars with as much noise as photographs have, by DID; the owner's is large. */
async function avatarsOf(seed: number, random: Random, count: number) {
  const avatars = new Map<string, string>()
  for (let number = 0; number < count; number++) {
    const noise = Buffer.from(Array.from({ length: 128 * 128 }, () => 108 + random.below(40)))
    const grain = await sharp(noise, { raw: { width: 128, height: 128, channels: 1 } })
      .png()
      .toBuffer()
    const image = await sharp(await avatarOf(seed, number))
      .composite([{ input: grain, blend: 'overlay' }])
      .png()
      .toBuffer()
    const jpeg = await encodeAvatar(image, number === 0 ? 480 : 128)
    avatars.set(`did:plc:${number}`, `data:image/jpeg;base64,${jpeg.toString('base64')}`)
  }
  return avatars
}
