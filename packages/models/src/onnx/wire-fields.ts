import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** One field of a protobuf message: its number, and tag and value as they stand in the message. */
export interface WireField {
  number: number;
  raw: Uint8Array;
}

/** A message's fields, in order. What nobody asks about goes back into a message byte for byte. */
export function splitFields(message: Uint8Array): WireField[] {
  const reader = new BinaryReader(message);
  const fields: WireField[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [number, type] = reader.tag();
    reader.skip(type, number);
    fields.push({ number, raw: message.subarray(start, reader.pos) });
  }
  return fields;
}

export function joinFields(fields: readonly WireField[]): Uint8Array {
  return Buffer.concat(fields.map(({ raw }) => raw));
}

/** The content of a string, bytes or message field. */
export function bytesOf({ raw }: WireField): Uint8Array {
  const reader = new BinaryReader(raw);
  reader.tag();
  return reader.bytes();
}

export function textOf(field: WireField): string {
  return Buffer.from(bytesOf(field)).toString('utf8');
}

/** The numbers of an integer field: one, or several if they are packed. */
export function integersOf({ raw }: WireField): number[] {
  const reader = new BinaryReader(raw);
  const [, type] = reader.tag();
  if (type !== WireType.LengthDelimited) return [Number(reader.int64())];
  const packed = new BinaryReader(reader.bytes());
  const numbers: number[] = [];
  while (packed.pos < packed.len) numbers.push(Number(packed.int64()));
  return numbers;
}

export function textField(number: number, value: string): WireField {
  return { number, raw: new BinaryWriter().tag(number, WireType.LengthDelimited).string(value).finish() };
}

export function bytesField(number: number, value: Uint8Array): WireField {
  return { number, raw: new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(value).finish() };
}

export function integerField(number: number, value: number): WireField {
  return { number, raw: new BinaryWriter().tag(number, WireType.Varint).int64(value).finish() };
}
