import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeModel, encodeNode } from './encode-model.ts';
import { decodeNode, encodeGraphFile, type GraphFile, integerAttribute, readGraphFile } from './graph-file.ts';
import type { OnnxModel } from './onnx-types.ts';
import { bytesField, joinFields, splitFields, textField } from './wire-fields.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-graph-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const model: OnnxModel = {
  producer: 'test',
  producerVersion: '1',
  opsets: { '': 18, 'com.microsoft': 1 },
  graphName: 'main',
  nodes: [
    {
      operator: 'Gather',
      domain: '',
      inputs: ['table', '', 'ids'],
      outputs: ['rows'],
      attributes: { axis: { int: -1 }, epsilon: { float: 0.5 } },
    },
  ],
  constants: [
    { name: 'small', type: 'int64', shape: [2], data: new Uint8Array(16).fill(7) },
    { name: 'large', type: 'uint8', shape: [100, 100], data: new Uint8Array(10_000).fill(3) },
    { name: 'outside', type: 'float', shape: [4], data: { location: 'data.bin', offset: 64, length: 16 } },
  ],
  inputs: [{ name: 'ids', type: 'int64', shape: ['batch', 3] }],
  outputs: [{ name: 'rows', type: 'float', shape: [] }],
};

function read(bytes: Uint8Array): GraphFile {
  const path = join(dir, 'model.onnx');
  writeFileSync(path, bytes);
  const fd = openSync(path, 'r');
  try {
    return readGraphFile(fd, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}

it('reads what a graph consists of, and leaves large weights where they are', () => {
  const bytes = encodeModel(model);
  const file = read(bytes);
  expect(file.opsets).toEqual(
    new Map([
      ['', 18],
      ['com.microsoft', 1],
    ]),
  );
  expect(file.nodes[0]).toMatchObject({ operator: 'Gather', inputs: ['table', '', 'ids'], outputs: ['rows'] });
  expect(file.inputs).toMatchObject([{ name: 'ids', elementType: 7, shape: ['batch', 3] }]);
  const [small, large, outside] = file.initializers;
  expect(small).toMatchObject({ name: 'small', shape: [2], locations: [] });
  expect(small).not.toHaveProperty('large');
  expect(outside).toMatchObject({ name: 'outside', locations: ['data.bin'] });
  const { offset, length } = large?.large ?? { offset: 0, length: 0 };
  expect(bytes.subarray(offset, offset + length)).toEqual(new Uint8Array(10_000).fill(3));
});

it('keeps byte for byte what it does not know', () => {
  const small = { ...model, constants: model.constants.filter(({ name }) => name !== 'large') };
  // Fields of the future, in the model and in the graph, one of each kind that ONNX uses.
  const number = new BinaryWriter().tag(77, WireType.Varint).int64(-3).finish();
  const fields = splitFields(encodeModel(small)).map((field) =>
    field.number === 7
      ? bytesField(
          7,
          joinFields([
            ...splitFields(field.raw.subarray(field.raw.length - graphLength(field.raw))),
            textField(99, 'x'),
            { number: 77, raw: number },
          ]),
        )
      : field,
  );
  const bytes = joinFields([...fields, textField(98, 'y'), { number: 77, raw: number }]);
  const sorted = (message: Uint8Array) =>
    splitFields(message)
      .map(({ raw }) => Buffer.from(raw).toString('hex'))
      .sort();
  const again = encodeGraphFile(read(bytes));
  const inner = (message: Uint8Array) =>
    splitFields(message).find(({ number }) => number === 7)?.raw ?? new Uint8Array();
  const others = (message: Uint8Array) => joinFields(splitFields(message).filter(({ number }) => number !== 7));
  expect(sorted(others(again))).toEqual(sorted(others(bytes)));
  const content = (raw: Uint8Array) => raw.subarray(raw.length - graphLength(raw));
  expect(sorted(content(inner(again)))).toEqual(sorted(content(inner(bytes))));
});

it('reads attributes of a node', () => {
  const node = decodeNode(encodeNode(model.nodes[0] as OnnxModel['nodes'][0]));
  expect(integerAttribute(node, 'axis')).toBe(-1);
  expect(integerAttribute(node, 'epsilon')).toBeUndefined();
  expect(integerAttribute(node, 'other')).toBeUndefined();
});

it('refuses, wherever a file ends', () => {
  const bytes = encodeModel(model);
  // Behind the graph come the operator sets: 20 bytes without which a file is sound, and too old for everything.
  for (let length = 0; length < bytes.length - 30; length += 7) {
    expect(() => read(bytes.subarray(0, length))).toThrow(expect.objectContaining({ name: 'ModelError' }));
  }
});

it('refuses any noise', () => {
  for (let seed = 1; seed < 200; seed++) {
    const noise = Uint8Array.from(
      { length: 300 },
      (_, at) => (seed * 7_919 + at * at * 104_729 + (at << 3)) >>> (seed % 11),
    );
    expect(() => read(noise)).toThrow(expect.objectContaining({ name: 'ModelError' }));
  }
});

/** Length of a field's content: what follows tag (one byte) and length (a varint). */
function graphLength(raw: Uint8Array): number {
  let at = 1;
  while ((raw[at] as number) >= 128) at++;
  return raw.length - at - 1;
}
