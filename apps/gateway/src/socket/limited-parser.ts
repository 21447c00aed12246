import { limits } from '@frontdesk/protocol';
import * as parser from 'socket.io-parser';

/** Stands for a packet that was larger than `limits.requestBytes`, in place of its event and payload. */
export const oversizedEvent = 'packet:oversized';
/** Stands for a packet that could not be read. */
export const malformedEvent = 'packet:malformed';

/** Type, number of attachments, namespace and acknowledgement id of an event packet. */
const eventHeader = /^(?:2|5\d*-)(\/[^,]{0,100},)?(\d{0,15})/;

/**
 * Socket.IO's parser, but an event that is too large or malformed does not end the connection: it arrives as an event
 * with one of the names above, and is refused with a code like any other. A too large one is not even parsed.
 */
class LimitedDecoder extends parser.Decoder {
  override add(packet: unknown): void {
    if (typeof packet !== 'string') {
      // Part of an event with binary data, which no request of ours has: refused by its schema, whatever is in it.
      super.add(Buffer.isBuffer(packet) ? Buffer.alloc(0) : packet);
      return;
    }
    if (packet.length > limits.requestBytes || Buffer.byteLength(packet) > limits.requestBytes) {
      super.add(replaced(packet, oversizedEvent));
      return;
    }
    try {
      // A header alone would arrive as an event without a name.
      if (eventHeader.exec(packet)?.[0] === packet) throw new Error(malformedEvent);
      super.add(packet);
    } catch (error) {
      if (!eventHeader.test(packet)) throw error;
      super.add(replaced(packet, malformedEvent));
    }
  }
}

function replaced(packet: string, event: string): string {
  const header = eventHeader.exec(packet.slice(0, 200));
  // Not an event: a handshake, or nothing of Socket.IO. An error here ends this one connection.
  if (!header) throw new Error(event);
  return `2${header[1] ?? ''}${header[2] ?? ''}["${event}"]`;
}

export const limitedParser = { ...parser, Decoder: LimitedDecoder };
