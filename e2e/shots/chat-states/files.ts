import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import type { ChatStage } from '../chat-stage.ts';
import type { ChatState } from '../chat-state.ts';
import { asked, choose } from '../chat-steps.ts';
import { plantPicture } from '../plant-picture.ts';

/** Files of customers and of agents. */
export const fileStates: readonly ChatState[] = [
  {
    name: 'uploading',
    async show(stage) {
      await uploading(stage);
    },
  },
  {
    name: 'uploading-before-it-is-sent',
    async show(stage) {
      await uploading(stage);
      await stage.composer.fill(stage.texts.question);
      await stage.composer.press('Enter');
      await stage.chat.locator('.fd-notice [role="status"]').waitFor();
    },
  },
  {
    name: 'uploading-where-it-was-written',
    async show(stage) {
      const { chat, composer, texts } = stage;
      await asked(stage);
      await attachLarge(stage);
      await composer.fill(texts.secondQuestion);
      await composer.press('Enter');
      await chat.locator('.fd-notice [role="status"]').filter({ hasText: /./ }).waitFor();
      await choose(stage, 'new');
      await chat.locator('[data-role="visitor"]').waitFor({ state: 'detached' });
      await choose(stage, 'earlier');
      await chat.locator('.fd-conversation').first().click();
      await chat.locator('.fd-note').waitFor();
    },
  },
  {
    name: 'upload-waits',
    async show(stage) {
      const { page, gateway, chat } = stage;
      await asked(stage);
      await page.context().setOffline(true);
      gateway.cut();
      await chat.locator('.fd-banner').waitFor();
      await attach(stage, picture(stage));
      await chat.locator('.fd-upload[data-status="waiting"]').waitFor();
    },
  },
  {
    name: 'upload-refused',
    async show(stage) {
      await stage.open();
      await attach(stage, {
        name: `${stage.texts.long.word}.zip`,
        mimeType: 'application/zip',
        buffer: Buffer.alloc(9),
      });
      await attach(stage, { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
      await stage.chat.locator('.fd-file-problem').nth(1).waitFor();
    },
  },
  {
    name: 'upload-failed',
    async show(stage) {
      stage.gateway.refuseNext('/v1/attachments', ...Array.from({ length: 5 }, () => coded('internal', 0)));
      await stage.open();
      await attach(stage, picture(stage));
      await stage.chat.locator('.fd-file-problem .fd-link').waitFor();
    },
  },
  { name: 'files-ready', show: ready },
  { name: 'files-ready-hosted', surface: 'hosted', show: ready },
  { name: 'files-sent', show: (stage) => send(stage, picture(stage), paper(stage)) },
  { name: 'files-sent-hosted', surface: 'hosted', show: (stage) => send(stage, picture(stage), paper(stage)) },
  {
    name: 'files-held-over-the-chat',
    async show({ open, chat }) {
      await open();
      await chat.locator('.fd-chat').evaluate((root) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['.'], 'a.txt'));
        root.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer }));
      });
      await chat.locator('.fd-drop').waitFor();
    },
  },
  {
    name: 'files-from-an-agent',
    async show(stage) {
      const { gateway, texts, chat } = stage;
      await asked(stage);
      const files = ['1', '2'].map((number) => gateway.keepFile(`${texts.fileName} ${number}.png`, plantPicture()));
      const attachments = [...files, gateway.keepFile(`${texts.long.word}.pdf`, Buffer.alloc(240_000))];
      gateway.agentSays(texts.agent, { attachments, author: { name: texts.person } });
      await chat.locator('.fd-picture img').nth(1).waitFor();
    },
  },
  {
    name: 'file-gone',
    async show(stage) {
      const { gateway, texts, chat } = stage;
      await asked(stage);
      const file = gateway.keepFile(`${texts.fileName}.png`, plantPicture());
      const gone = coded('attachment_unknown');
      gateway.refuseNext(`/v1/attachments/${file.id}/address`, gone, gone);
      gateway.agentSays(texts.agent, { attachments: [file], author: { name: texts.person } });
      await chat.locator('.fd-file').click();
      await chat.locator('.fd-file-problem').waitFor();
    },
  },
  { name: 'picture-large', show: pictureLarge },
  { name: 'picture-large-hosted', surface: 'hosted', show: pictureLarge },
];

interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const picture = ({ texts }: ChatStage): ChosenFile => ({
  ...{ name: `${texts.fileName}.png`, mimeType: 'image/png', buffer: plantPicture() },
});
const paper = ({ texts }: ChatStage): ChosenFile => ({
  ...{ name: `${texts.long.title}.pdf`, mimeType: 'application/pdf', buffer: Buffer.alloc(84_000) },
});

const attach = ({ chat }: ChatStage, ...files: ChosenFile[]) => chat.locator('input[type="file"]').setInputFiles(files);

async function uploading(stage: ChatStage): Promise<void> {
  await stage.open();
  await attachLarge(stage);
}

/** A gateway that does not read on takes only the beginning. */
async function attachLarge(stage: ChatStage): Promise<void> {
  stage.gateway.refuseNext('/v1/attachments', 'swallow', 'swallow');
  await stage.chat.locator('input[type="file"]').evaluate((input: HTMLInputElement, name) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(9_000_000)], name, { type: 'application/pdf' }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, `${stage.texts.long.title}.pdf`);
  await stage.chat.locator('progress').waitFor();
}

async function ready(stage: ChatStage): Promise<void> {
  await stage.open();
  await attach(stage, picture(stage), paper(stage));
  await stage.composer.fill(stage.texts.question);
  await stage.chat.locator('.fd-upload[data-status="ready"]').nth(1).waitFor();
}

async function pictureLarge(stage: ChatStage): Promise<void> {
  await send(stage, picture(stage));
  await stage.chat.locator('.fd-picture').click();
  await stage.chat.locator('.fd-picture-large').waitFor();
}

async function send(stage: ChatStage, ...files: ChosenFile[]): Promise<void> {
  const { open, ask, chat, texts } = stage;
  await open();
  await attach(stage, ...files);
  await chat
    .locator('.fd-upload[data-status="ready"]')
    .nth(files.length - 1)
    .waitFor();
  await ask(texts.question);
  await chat.locator('.fd-picture img').waitFor();
}
