/** What each of the protocol's standard rates counts; the numbers come from there. */
export const rateDescriptions = {
  messagesPerVisitorMinute: { label: 'Messages of one visitor', unit: 'a minute' },
  messagesPerAddressMinute: { label: 'Messages from one address, or from your servers', unit: 'a minute' },
  messagesPerAddressDay: {
    label: 'Messages from one address to one site; your servers have no such limit',
    unit: 'a day',
  },
  messagesPerSiteDay: { label: 'Messages to one site', unit: 'a day' },
  newcomersPerMinute: { label: 'New visitors from one address, or of your servers', unit: 'a minute' },
  personWishesPerMinute: {
    label: 'Conversations from one address that begin with a wish for a person',
    unit: 'a minute',
  },
  personWishesPerDay: { label: 'Those at one site; who writes first needs no such wish', unit: 'a day' },
  uploadsPerMinute: { label: 'Files from one address', unit: 'a minute' },
  uploadsPerDay: { label: 'Files from one address to one site', unit: 'a day' },
} as const;

/** The same of files that customers and agents send in conversations. */
export const attachmentDescriptions = {
  bytes: { label: 'Largest file of a customer', unit: 'bytes' },
  perMessage: { label: 'Files of one message', unit: 'files' },
  nameChars: { label: 'Longest name of a file', unit: 'characters' },
  perDay: { label: 'Files of one visitor', unit: 'in 24 hours' },
  bytesPerDay: { label: 'Those together, of a visitor', unit: 'bytes in 24 hours' },
  perAgentDay: { label: 'Files of one agent', unit: 'in 24 hours' },
  bytesPerAgentDay: { label: 'Those together, of an agent', unit: 'bytes in 24 hours' },
  bytesPerSiteDay: { label: 'Files of all visitors of a site', unit: 'bytes in 24 hours' },
} as const;
