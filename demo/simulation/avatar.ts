import { createRandom, mix, type Random } from '@orrery/shared/random'
import sharp from 'sharp'

const SIZE = 128

/** An account's drawn avatar as a PNG image: a planet or a face of simple shapes. */
export function avatarOf(seed: number, account: number): Promise<Buffer> {
  const random = createRandom(mix(seed, account, 61))
  const hue = random.below(360)
  const drawing = random.chance(0.55) ? planetOf(random, hue) : faceOf(random, hue)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">${drawing}</svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

function planetOf(random: Random, hue: number): string {
  const radius = 28 + random.below(13)
  const tilt = random.below(60) - 30
  const second = hue + 30 + random.below(120)
  const stars = Array.from({ length: 9 }, () =>
    circle(random.below(SIZE), random.below(SIZE), 0.8 + random.float() * 1.4, '#fff', 0.8),
  )
  const bands = Array.from({ length: 2 + random.below(3) }, () => {
    const y = 64 - radius + random.below(2 * radius)
    const height = 4 + random.below(9)
    return `<rect x="0" y="${y}" width="128" height="${height}" fill="${hsl(second, 65, 70)}" opacity="0.7"/>`
  })
  const ring = random.chance(0.45)
    ? `<ellipse cx="64" cy="64" rx="${radius * 1.55}" ry="${radius * 0.36}" fill="none" stroke="${hsl(second, 75, 80)}" stroke-width="5" stroke-dasharray="${radius * 3.6} ${radius * 2.9}" stroke-dashoffset="${radius * 0.15}"/>`
    : circle(64 + radius * 1.15, 64 - radius * 0.75, 5 + random.below(4), hsl(second, 60, 82))
  return [
    `<clipPath id="disc"><circle cx="64" cy="64" r="${radius}"/></clipPath>`,
    `<rect width="128" height="128" fill="${hsl(200 + random.below(110), 45, 18 + random.below(10))}"/>`,
    ...stars,
    `<g transform="rotate(${tilt} 64 64)">`,
    circle(64, 64, radius, hsl(hue, 70, 58)),
    `<g clip-path="url(#disc)">${bands.join('')}`,
    `${circle(64 + radius * 0.5, 64 + radius * 0.3, radius * 1.1, hsl(hue, 60, 25), 0.22)}</g>`,
    `${ring}</g>`,
  ].join('')
}

function faceOf(random: Random, hue: number): string {
  const skin = hsl(hue + 180 + random.below(60), 45 + random.below(30), 55 + random.below(22))
  const dark = hsl(hue + 200, 40, 18)
  const hair = hsl(hue + random.pick([30, 150, 210, 300]), 55, 32 + random.below(30))
  const round = random.pick([40, 30, 20])
  const apart = 13 + random.below(6)
  const eye = 3.5 + random.float() * 3
  const smile = 6 + random.below(8)
  const top = random.pick([
    `<path d="M24 62a40 40 0 0 1 80 0Z" fill="${hair}"/>`,
    `<path d="M24 66 34 24 52 42 64 18 76 42 94 24 104 66Z" fill="${hair}"/>`,
    `<rect x="20" y="38" width="88" height="16" rx="8" fill="${hair}"/><rect x="34" y="14" width="60" height="30" rx="10" fill="${hair}"/>`,
    `${circle(36, 40, 17, hair)}${circle(64, 30, 20, hair)}${circle(92, 40, 17, hair)}`,
  ])
  const glasses = random.chance(0.25)
    ? [64 - apart, 64 + apart].map((x) => ringAt(x, 70, 10, dark)).join('')
    : ''
  return [
    `<rect width="128" height="128" fill="${hsl(hue, 60, 84)}"/>`,
    `<rect x="44" y="100" width="40" height="40" rx="14" fill="${hsl(hue + 120, 50, 45)}"/>`,
    `<rect x="26" y="32" width="76" height="80" rx="${round}" fill="${skin}"/>`,
    top,
    circle(64 - apart, 70, eye, dark),
    circle(64 + apart, 70, eye, dark),
    glasses,
    `<path d="M${64 - smile} 90q${smile} ${random.below(14)} ${smile * 2} 0" fill="none" stroke="${dark}" stroke-width="3.5" stroke-linecap="round"/>`,
  ].join('')
}

function circle(x: number, y: number, radius: number, fill: string, opacity = 1): string {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${fill}" opacity="${opacity}"/>`
}

function ringAt(x: number, y: number, radius: number, stroke: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${stroke}" stroke-width="2.5"/>`
}

function hsl(hue: number, saturation: number, lightness: number): string {
  return `hsl(${hue % 360}, ${saturation}%, ${lightness}%)`
}
