import * as fc from 'fast-check';
import { frame, method, number, shortText } from '../../../integ/support/amqp-wire';
import { FrameReader, serverMethod } from '../../../src/restart/logins/amqp-frames';

const BOUNDS = { largestFrame: 1000, mostBytes: 5000, mostFrames: 20 };

test('frames come out whole, however the bytes arrive', () => {
  const anyFrame = fc.tuple(fc.constantFrom(1, 2, 3, 8), fc.integer({ min: 0, max: 0xffff }), fc.uint8Array({ maxLength: 200 }))
    .map(([type, channel, payload]) => frame(type, channel, Buffer.from(payload)));
  fc.assert(fc.property(fc.array(anyFrame, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (frames, step) => {
    const reader = new FrameReader(BOUNDS);
    const bytes = Buffer.concat(frames);
    const taken: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += step) {
      const { frames: more, problem } = reader.take(bytes.subarray(at, at + step));
      expect(problem).toBeUndefined();
      taken.push(...more);
    }
    expect(taken).toEqual(frames);
  }));
});

test.each<[string, Buffer, string]>([
  ['too many bytes', Buffer.alloc(5001), 'the server sent more than 5000 bytes'],
  ['too many frames', Buffer.concat(Array.from({ length: 21 }, () => frame(8, 0, Buffer.alloc(0)))), 'the server sent more than 20 frames'],
  ['a frame that is too large', frame(1, 0, Buffer.alloc(1000)), 'the server sent a frame of 1008 bytes, more than 1000'],
  ['a frame without its end', Buffer.from([1, 0, 0, 0, 0, 0, 0, 1]), 'the server sent a frame without its end'],
  ['the header of another version', Buffer.from('AMQP\0\x01\0\0'), 'the server speaks another version of AMQP'],
  ['something else', Buffer.from('SSH-2.0'), 'the server speaks no AMQP 0-9-1'],
])('%s end the reading', (_what, bytes, problem) => {
  expect(new FrameReader(BOUNDS).take(bytes).problem).toBe(problem);
});

test.each<[string, Buffer, unknown]>([
  ['a method of the connection', method(0, 10, 30), { name: 'tune' }],
  ['a method that no login needs', method(0, 10, 60), { name: undefined }],
  ['Connection.Close', method(0, 10, 50, number(403, 2), shortText('ACCESS_REFUSED')), { name: 'close', code: 403, text: 'ACCESS_REFUSED' }],
  ['Connection.Close that is cut', method(0, 10, 50, Buffer.from([1])), { name: 'close' }],
  ['a method of another class', method(0, 20, 11), undefined],
  ['a heartbeat', frame(8, 0, Buffer.alloc(0)), undefined],
  ['a method frame without a method', frame(1, 0, Buffer.alloc(2)), undefined],
])('%s is read', (_what, bytes, expected) => {
  expect(serverMethod(bytes)).toEqual(expected);
});
