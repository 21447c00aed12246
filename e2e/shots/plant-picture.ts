import { crc32, deflateSync } from 'node:zlib';

const [width, height] = [320, 240] as const;

/** A picture as a customer might send it, as a PNG: a round plant in its pot before a wall. */
export function plantPicture(): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

function colourAt(x: number, y: number): [number, number, number] {
  const fromMiddle = x - width / 2;
  if (Math.hypot(fromMiddle, y - 96) < 62) return (x + y) % 34 < 15 ? [44, 122, 76] : [62, 146, 94];
  if (y > 150 && y < 212 && Math.abs(fromMiddle) < 44 - (y - 150) / 5) return [192, 106, 72];
  return y > 196 ? [214, 200, 180] : [238, 232, 222];
}

function chunk(type: string, content: Uint8Array = new Uint8Array()): Buffer {
  const typed = Buffer.concat([Buffer.from(type), content]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(content.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
