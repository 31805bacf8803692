import type { Circle, Person } from '@orrery/shared/circle'
import { expect, test } from 'vitest'
import { changeBetween } from './circle-change.ts'

const circleOf = (...orbits: (string | null)[][]) =>
  ({ orbits: orbits.map((dids) => dids.map((did) => ({ did }) as Person)) }) as Circle

test('whoever was not there before is new, whoever is not there any more has left', () => {
  const { newcomers, leavers } = changeBetween(
    circleOf(['ann', 'bob', null], ['eve']),
    circleOf(['zoe', 'bob', null], ['ann', 'kim']),
  )
  expect(newcomers.map(({ did }) => did)).toEqual(['zoe', 'kim'])
  expect(leavers.map(({ did }) => did)).toEqual(['eve'])
})
