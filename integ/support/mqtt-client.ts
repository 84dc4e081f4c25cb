import * as mqtt from 'mqtt';

interface Login {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
}

/** A client of MQTT 3.1.1 that does not try again. */
export async function connectMqtt(port: number, options: Login): Promise<mqtt.MqttClient | undefined> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { ...options, protocolVersion: 4, reconnectPeriod: 0, clean: true, connectTimeout: 5000 });
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    const refuse = () => {
      client.end(true);
      resolve(undefined);
    };
    client.once('error', refuse);
    client.once('close', refuse);
  });
}

/** Whether the broker takes the message; it closes the connection where it does not. */
export async function mayPublish(client: mqtt.MqttClient, topic: string): Promise<boolean> {
  return settles(client, (done) => client.publish(topic, 'x', { qos: 1 }, done));
}

/** Whether the broker takes the subscription. */
export async function maySubscribe(client: mqtt.MqttClient, filter: string): Promise<boolean> {
  return settles(client, (done) => client.subscribe(filter, { qos: 0 }, done));
}

async function settles(client: mqtt.MqttClient, act: (done: (error?: Error | null) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    client.once('close', () => resolve(false));
    act((error) => resolve(error === undefined || error === null));
  });
}
