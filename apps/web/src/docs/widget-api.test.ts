import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

// What a page can say to the widget is documented from the widget's own types. Changed there, `npx vitest run -u` on this file
// writes widget-api.json anew.
const address = new URL('../../../widget/src/api.ts', import.meta.url);
const source = ts.createSourceFile('api.ts', readFileSync(address, 'utf8'), ts.ScriptTarget.Latest, true);

test('the tables of options, commands and events are those of the widget’s types', async () => {
  const api = {
    options: membersOf('WidgetOptions').map((member) => ({ ...described(member), type: typeOf(member) })),
    commands: membersOf('WidgetCommands').map((member) => ({ ...described(member), call: callOf(member) })),
    events: membersOf('WidgetEvents').map((member) => ({ ...described(member), type: typeOf(member) })),
    message: membersOf('WidgetMessage').map((member) => ({ ...described(member), type: typeOf(member) })),
    error: membersOf('WidgetError').map((member) => ({ ...described(member), type: typeOf(member) })),
  };
  for (const { name, text } of Object.values(api).flat()) expect(`${name}: ${text}`).toMatch(/: \S/);
  await expect(`${JSON.stringify(api, null, 2)}\n`).toMatchFileSnapshot('./widget-api.json');
});

function membersOf(name: string): ts.TypeElement[] {
  const found = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
  if (!found) throw new Error(`${name} is not there`);
  return [...(found as ts.InterfaceDeclaration).members];
}

function described(member: ts.TypeElement) {
  const [comment] = ts.getJSDocCommentsAndTags(member);
  const text = typeof comment?.comment === 'string' ? comment.comment.replace(/\s+/g, ' ') : '';
  return { name: (member.name as ts.Identifier).text, text };
}

const typeOf = (member: ts.TypeElement): string => {
  const { type } = member as ts.PropertySignature;
  return type?.getText(source).replaceAll("'", '') ?? '';
};

function callOf(member: ts.TypeElement): string {
  const { name, parameters } = member as ts.MethodSignature;
  const given = parameters.map((parameter) => parameter.name.getText(source));
  return `Frontdesk(${[`'${name.getText(source)}'`, ...given].join(', ')})`;
}
