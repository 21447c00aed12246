// What most visits never show: a browser fetches it when it is wanted. What is seen at the first glance does not belong here.

export { CommentForm } from '../cards/comment-form.tsx';
export { ConversationEndCard } from '../cards/conversation-end-card.tsx';
export { EmailForm } from '../cards/email-form.tsx';
export { PreChatCard } from '../cards/pre-chat-card.tsx';
export { UploadTray } from '../composer/upload-tray.tsx';
export { AttachmentList, FilesOnTheirWay } from '../log/attachment-list.tsx';
export { download } from '../log/download.ts';
export { ConversationList } from '../panels/conversation-list.tsx';
export { DeleteDialog } from '../panels/delete-dialog.tsx';
