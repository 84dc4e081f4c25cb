import { createServer, Server, Socket } from 'node:net';

/**
 * Stands in for the leader of a Pro Mosquitto cluster, which needs a license: as much of an MQTT 5 server (OASIS MQTT 5.0, section 3) as it
 * takes to let in one password and to tell retained messages.
 */
export class HaStandIn {
  /** Starts it on a port of this machine. */
  static async start(port: number, password: string, retained: { readonly [topic: string]: string }): Promise<HaStandIn> {
    const server = createServer((socket) => converse(socket, password, retained));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new HaStandIn(server);
  }

  private constructor(readonly server: Server) {}
}

const [CONNECT, SUBSCRIBE, PINGREQ, DISCONNECT] = [1, 8, 12, 14];
const NOT_AUTHORIZED = 0x87;

function converse(socket: Socket, password: string, retained: { readonly [topic: string]: string }): void {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => undefined).on('data', (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    // Every packet that comes here is shorter than 128 bytes, so its length is one byte.
    while (waiting.length >= 2 && waiting.length >= 2 + waiting[1]) {
      answer(socket, waiting[0] >> 4, waiting.subarray(2, 2 + waiting[1]), password, retained);
      waiting = waiting.subarray(2 + waiting[1]);
    }
  });
}

function answer(socket: Socket, type: number, body: Buffer, password: string, retained: { readonly [topic: string]: string }): void {
  if (type === CONNECT) {
    // The password is the last field.
    const good = body.subarray(-password.length).toString() === password;
    socket.write(Buffer.from([0x20, 3, 0, good ? 0 : NOT_AUTHORIZED, 0]));
  }
  if (type === SUBSCRIBE) {
    const wanted = topicsOf(body.subarray(3 + body[2]));
    socket.write(Buffer.from([0x90, 3 + wanted.length, body[0], body[1], 0, ...wanted.map(() => 0)]));
    wanted.filter((topic) => retained[topic] !== undefined).forEach((topic) => {
      const content = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from([0]), Buffer.from(retained[topic])]);
      socket.write(Buffer.concat([Buffer.from([0x31, content.length]), content]));
    });
  }
  if (type === PINGREQ) {
    socket.write(Buffer.from([0xd0, 0]));
  }
  if (type === DISCONNECT) {
    socket.end();
  }
}

/** Filters of a SUBSCRIBE: each has two bytes of length before it and one of options behind it. */
function topicsOf(payload: Buffer): readonly string[] {
  const length = payload.length < 2 ? 0 : payload.readUInt16BE(0);
  return length === 0 ? [] : [payload.subarray(2, 2 + length).toString(), ...topicsOf(payload.subarray(3 + length))];
}
