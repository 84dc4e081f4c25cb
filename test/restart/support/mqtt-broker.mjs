/*
 * An MQTT 3.1.1 broker on the loopback interface, over TCP, TLS and WebSocket, which judges passwords as told.
 *
 * Runs as a process of its own, since aedes is published as ES modules only. Takes one line of JSON from the standard input, prints its
 * ports as a line, then a line for each CONNECT, and ends when its standard input does.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createWebSocketStream, WebSocketServer } from 'ws';

/** CONNACK codes of MQTT 3.1.1. */
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

const lines = createInterface({ input: process.stdin });
const { accepted = [], refused, issuer, audience, jwksUri, tls } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on('end', () => process.exit());
process.stdin.resume();

const keys = jwksUri === undefined ? undefined : createRemoteJWKSet(new URL(jwksUri));

/** The code to refuse with; undefined where the password is good. */
async function codeFor(password) {
  if (accepted.includes(password)) {
    return undefined;
  }
  if (keys !== undefined) {
    return jwtVerify(password, keys, { issuer, audience }).then(() => undefined, () => NOT_AUTHORIZED);
  }
  return refused === undefined || refused.includes(password) ? NOT_AUTHORIZED : SERVER_UNAVAILABLE;
}

const broker = await Aedes.createBroker({
  preConnect: (_client, { clientId, username, clean }, done) => {
    process.stdout.write(`${JSON.stringify({ clientId, username, clean })}\n`);
    done(null, true);
  },
  authenticate: (_client, _username, password, done) => {
    codeFor(String(password)).then((returnCode) => done(returnCode === undefined ? null : Object.assign(new Error('refused'), { returnCode }), returnCode === undefined));
  },
});
broker.on('connectionError', () => undefined);
broker.on('clientError', () => undefined);

const handle = (stream) => {
  stream.on('error', () => undefined);
  broker.handle(stream);
};

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

const http = createHttpServer();
new WebSocketServer({ server: http, path: '/mqtt' }).on('connection', (socket) => handle(createWebSocketStream(socket)));
process.stdout.write(`${JSON.stringify({
  tcp: await listen(createServer(handle)),
  tls: tls === undefined ? undefined : await listen(createTlsServer(tls, handle).on('tlsClientError', () => undefined)),
  webSocket: await listen(http),
})}\n`);
