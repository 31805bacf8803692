export const collections = {
  title: 'Collections',
  description:
    'Everything that is written to the atproto network, by collection: how many records, by how many accounts, and what they look like.',
  heading: 'What is written',
  lead: 'Every record on the network belongs to a collection, which is named by an NSID: Bluesky’s are below app.bsky, other apps have names of their own. This is what is written to each, linked to something or not.',
  choices: 'What is shown',
  view: 'View',
  views: { tree: 'Tree', list: 'List' },
  order: 'Order',
  orders: { 'records-created': 'Most records', 'dids-estimate': 'Most accounts', name: 'By name' },
  period: 'Time',
  periods: { ever: 'All time', '7d': '7 days', '24h': '24 hours' },
  spans: { '24h': '24 hours', '7d': '7 days', '30d': '30 days', '90d': '90 days' },
  search: { label: 'Part of a name', placeholder: 'feed.like, leaflet, …', go: 'Search' },
  found: (count: number, shown: string, text: string) =>
    `${shown} ${count === 1 ? 'collection' : 'collections'} with “${text}” in the name.`,
  all: 'Show all',
  way: 'Where in the tree',
  roots: 'All',
  records: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'record' : 'records'} created`,
  aboutAccounts: (count: number, shown: string) =>
    `by about ${shown} ${count === 1 ? 'account' : 'accounts'}`,
  collections: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'collection' : 'collections'}`,
  columns: { name: 'Name', trend: 'Last 7 days', records: 'Records', accounts: 'Accounts' },
  trendOf: (name: string, most: string) =>
    `${name}: records created in the last 7 days, at most ${most} in six hours`,
  next: 'Next page →',
  none: 'Nothing was seen here in this time.',
  descriptionOf: (nsid: string) =>
    `How many records of ${nsid} are written on the atproto network, by how many accounts, and samples of them.`,
  neverSeen: 'Nothing of this collection was ever seen.',
  writtenHeading: 'Records written',
  written: { creates: 'Created', updates: 'Updated', deletes: 'Deleted' },
  accountsHeading: 'Accounts that wrote',
  samples: {
    heading: 'Newest records',
    lead: 'As they came, without any change.',
    none: 'There is no record to show right now.',
    links: 'Links from and to it',
    onBluesky: 'On Bluesky',
  },
  sources: {
    heading: 'What its records link to',
    lead: 'The paths at which the newest records name something else, each with an example.',
    example: 'Who links to the same from there',
  },
  json: 'This series (JSON)',
}
