import * as s from '../settings';
import { FREE_TEXT, NON_EMPTY_TEXT, number, TOPIC, word } from './scalars';
import { attribute, content, defaulted, element, explicit, optional, shape, Shape, struct, wrapped } from './shape';
import { XS_UNSIGNED_INT } from './simple-types';

/*
 * The file realm's document: ese-file-realm.xsd 4.36.0.
 */

const ENCODED_TEXT = shape<s.HiveMqEncodedText>('all', { encoding: attribute(word(s.HiveMqEncoding, 'encoding')), text: content(FREE_TEXT) });

const PERMISSION = shape<s.HiveMqPermission>('all', {
  topic: element(TOPIC),
  activity: element(word(s.HiveMqActivity, 'mqttActivity')),
  qos: element(word(s.HiveMqQos, 'qos')),
  retain: defaulted(explicit(word(s.HiveMqRetain, 'retain'), s.HiveMqRetain.NOT_RETAINED)),
  sharedSubscription: defaulted(explicit(word(s.HiveMqSharedSubscription, 'sharedSubscription'), s.HiveMqSharedSubscription.NOT_SHARED)),
  sharedGroup: explicit(FREE_TEXT, ''),
});

const LOGIN = {
  name: element(NON_EMPTY_TEXT),
  password: struct(() => ENCODED_TEXT),
  iterations: optional(number(0, 4294967295, XS_UNSIGNED_INT)),
  salt: struct(() => ENCODED_TEXT),
  algorithm: optional(word(s.HiveMqHashAlgorithm, 'hashAlgorithm')),
  roles: wrapped('role', NON_EMPTY_TEXT),
};

const MQTT_USER = shape<s.HiveMqMqttUser>('all', { ...LOGIN, permissions: wrapped('permission', () => PERMISSION) });
const MQTT_ROLE = shape<s.HiveMqMqttRole>('all', { id: element(NON_EMPTY_TEXT), permissions: wrapped('permission', () => PERMISSION) });
const USER = shape<s.HiveMqAdministrationUser>('all', { ...LOGIN, permissions: wrapped('permission', NON_EMPTY_TEXT) });
const ROLE = shape<s.HiveMqAdministrationRole>('all', { id: element(NON_EMPTY_TEXT), permissions: wrapped('permission', NON_EMPTY_TEXT) });

const MQTT = shape<s.HiveMqMqttSection>('all', {
  users: wrapped('user', () => MQTT_USER, { shared: true }), roles: wrapped('role', () => MQTT_ROLE, { shared: true }),
});
const ADMINISTRATION = shape<s.HiveMqAdministrationSection>('all', {
  users: wrapped('user', () => USER, { shared: true }), roles: wrapped('role', () => ROLE, { shared: true }),
});

/** Name of the file realm's root element. */
export const FILE_REALM_ROOT = 'ese-file-realm';

/** The file realm's document. */
export const FILE_REALM_SHAPE: Shape = shape<s.HiveMqFileRealmDocument>('all', {
  mqtt: struct(() => MQTT), controlCenter: struct(() => ADMINISTRATION), restApi: struct(() => ADMINISTRATION),
});
