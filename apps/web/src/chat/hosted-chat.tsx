'use client';

// The package's components use hooks: this file is where the page's server part ends.
export { HostedChat } from '@frontdesk/chat';
