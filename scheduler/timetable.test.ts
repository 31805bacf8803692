import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from './job.ts'
import { startTimetable } from './timetable.ts'

const EVERY_SECOND = '* * * * * *'

function jobNamed(name: string): Job {
  return { name, pattern: EVERY_SECOND, run: async () => 0 }
}

test('a job that is still running misses its turn, the others keep theirs', async () => {
  const stop = new AbortController()
  const release = Promise.withResolvers<null>()
  const turns: string[] = []
  let released = false

  const ended = startTimetable(
    [jobNamed('slow'), jobNamed('quick')],
    async ({ name }) => {
      turns.push(name)
      if (name === 'slow') return release.promise
      if (turns.filter((turn) => turn === 'quick').length < 3) return 0
      stop.abort()
      setImmediate(() => {
        released = true
        release.resolve(null)
      })
      return 0
    },
    stop.signal,
  )
  await ended
  expect(turns.filter((turn) => turn === 'slow')).toEqual(['slow'])
  expect(released).toBe(true)
})

test('an early job runs at once, again until it has found something, and then by the clock', async () => {
  const stop = new AbortController()
  const turns: number[] = []
  const ended = startTimetable(
    [{ ...jobNamed('minutes'), pattern: '0 0 0 29 2 *', isEarly: true }],
    async () => (turns.push(Date.now()) < 3 ? 0 : 1),
    stop.signal,
    10,
  )
  expect(turns).toHaveLength(1)
  await expect.poll(() => turns.length).toBeGreaterThan(1)
  await sleep(200)
  stop.abort()
  await ended

  expect(turns).toHaveLength(3)
})

test('an early job that has not found all is given more turns, not for ever', async () => {
  const stop = new AbortController()
  const pattern = '0 0 0 29 2 *'
  const turns: string[] = []
  const never = { ...jobNamed('never'), pattern, isEarly: true, isCurrent: async () => false }
  const soon = { ...never, name: 'soon', isCurrent: async () => turns.length > 4 }
  const ended = startTimetable([never, soon], async ({ name }) => turns.push(name), stop.signal, 5)
  await expect.poll(() => turns.filter((turn) => turn === 'never').length).toBe(12)
  await sleep(200)
  stop.abort()
  await ended

  expect(turns.filter((turn) => turn === 'never')).toHaveLength(12)
  expect(turns.filter((turn) => turn === 'soon').length).toBeLessThan(5)
})

test('an error that nobody could record ends the timetable', async () => {
  const ended = startTimetable(
    [jobNamed('trim')],
    () => Promise.reject(new Error('Redis is gone')),
    new AbortController().signal,
  )

  await expect(ended).rejects.toThrow('Redis is gone')
})

test('a timetable that is stopped before it began runs nothing', async () => {
  const turns: string[] = []
  await startTimetable(
    [jobNamed('trim')],
    async ({ name }) => turns.push(name),
    AbortSignal.abort(),
  )

  expect(turns).toEqual([])
})
