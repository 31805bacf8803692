import { expect, test } from 'vitest'
import type { Job } from './job.ts'
import { startTimetable } from './timetable.ts'

const EVERY_SECOND = '* * * * * *'

function jobNamed(name: string): Job {
  return { name, pattern: EVERY_SECOND, run: async () => 0 }
}

test('a job that is still running misses its turn, the others keep theirs', async () => {
  const stop = new AbortController()
  const release = Promise.withResolvers<void>()
  const turns: string[] = []
  let released = false

  const ended = startTimetable(
    [jobNamed('slow'), jobNamed('quick')],
    async ({ name }) => {
      turns.push(name)
      if (name === 'slow') return release.promise
      if (turns.filter((turn) => turn === 'quick').length < 3) return
      stop.abort()
      setImmediate(() => {
        released = true
        release.resolve()
      })
    },
    stop.signal,
  )
  await ended
  expect(turns.filter((turn) => turn === 'slow')).toEqual(['slow'])
  expect(released).toBe(true)
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
    async ({ name }) => void turns.push(name),
    AbortSignal.abort(),
  )

  expect(turns).toEqual([])
})
