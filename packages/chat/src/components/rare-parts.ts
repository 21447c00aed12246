// What most visits never show: a browser fetches it when it is wanted. What is seen at the first glance does not belong here.
export { AttachmentList, FilesOnTheirWay } from './attachment-list.tsx';
export { CommentForm } from './comment-form.tsx';
export { ConversationEndCard } from './conversation-end-card.tsx';
export { ConversationList } from './conversation-list.tsx';
export { DeleteDialog } from './delete-dialog.tsx';
export { download } from './download.ts';
export { EmailForm } from './email-form.tsx';
export { PreChatCard } from './pre-chat-card.tsx';
export { UploadTray } from './upload-tray.tsx';
