export const home = {
  title: 'Orrery: who is in whose circle',
  description:
    'Orrery watches every like, repost, reply, quote and mention on Bluesky and the atproto network, and draws who is closest to whom.',
  heading: 'Who is in whose circle?',
  lead: 'Orrery watches every like, repost, reply, quote and mention on Bluesky and the whole atproto network as it happens. Give it a handle, and it draws the people closest to that account, each on their orbit.',
  now: 'On the network now',
  perSecond: 'interactions a second',
  lag: (span: string) => `${span} behind the network`,
  upToDate: 'up to date with the network',
  unreadable: 'The totals cannot be read right now. They come back by themselves.',
  totals: {
    caption: 'Interactions on the network by type, in the last minute, hour and day',
    type: 'Type',
    trend: 'Last 60 minutes',
    minute: 'Minute',
    hour: 'Hour',
    day: 'Day',
  },
  trendOf: (name: string, least: string, most: string) =>
    `${name} a minute in the last hour: between ${least} and ${most}`,
  gallery: {
    heading: 'Circles of the hour',
    lead: 'Whom most people turned to in the last 60 minutes, and the ten closest to each.',
    people: (count: number, shown: string) =>
      `${shown} ${count === 1 ? 'person' : 'people'} this hour`,
    picture: (name: string) => `The circle of ${name} in the last hour`,
    more: 'All top lists',
  },
}
