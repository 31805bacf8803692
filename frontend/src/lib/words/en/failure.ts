/** What the site says where it has nothing to show. */
export const failure = {
  kinds: {
    address: {
      title: 'That is not an address we can read',
      text: 'Something in it cannot be meant.',
    },
    unknown: {
      title: 'Nobody has this handle',
      text: 'Handles are written in full, as in name.bsky.social. They can change, too: whoever had this one may have another by now.',
    },
    private: {
      title: 'This account is private',
      text: 'Its owner asks, in the settings of Bluesky, not to be shown to people who are not logged in. Nobody is logged in here, so it has no page, and is a dot without a name in the circles of others.',
    },
    optedOut: {
      title: 'This account has opted out of Orrery',
      text: 'It is in no circle, list or search here, and nothing that it writes is kept.',
    },
    deactivated: {
      title: 'This account is deactivated',
      text: 'Its owner has switched it off, perhaps only for a while. When it comes back, so does its page.',
    },
    takenDown: {
      title: 'This account was taken down',
      text: 'Those who host or moderate it took it off the network, so it is not shown here either.',
    },
    suspended: {
      title: 'This account is suspended',
      text: 'Those who host or moderate it have suspended it. When that ends, its page comes back.',
    },
    deleted: {
      title: 'This account was deleted',
      text: 'All that it wrote went from here with it.',
    },
    inactive: {
      title: 'This account is not active',
      text: 'The network says that it is not to be shown now, and does not say why.',
    },
    quota: {
      title: 'Too many questions at once',
      text: 'The API has a quota for each minute, and this site has used up its own.',
    },
    away: {
      title: 'One moment, please',
      text: 'The service behind this site does not answer right now.',
    },
    directory: {
      title: 'Handles cannot be looked up right now',
      text: 'Those who know which account has which handle do not answer. By its DID an account can be seen all the same.',
    },
    page: {
      title: 'There is no page here',
      text: 'The address may be mistyped, or what was here is gone.',
    },
    offline: {
      title: 'No connection to Orrery',
      text: 'Either you are offline, or the site is. As soon as there is a connection, this page loads by itself.',
    },
    broken: {
      title: 'Something went wrong',
      text: 'The fault is ours. Trying again may help.',
    },
  },
  similar: 'Perhaps you mean one of these:',
  retry: 'This page tries again every few seconds.',
  retryIn: (span: string) => `This page tries again in ${span}.`,
  tryNow: 'Try now',
  lookElsewhere: 'Look for somebody else by handle or name:',
  privacy: 'What is kept here, and how to be left out',
  home: 'To the home page',
}
