import { CONFIG_XSD, GETTING_STARTED, MANUAL, XML } from './sources';
import { RuleText } from '../../../rules/rule';
import { Complaint } from '../schema/read';

/*
 * Problems that only readers of files and merges report.
 */

export const HIVEMQ_XML_UNREADABLE: RuleText = {
  id: 'HIVEMQ_XML_UNREADABLE',
  level: 'error',
  summary: 'A file is well-formed XML 1.0 in UTF-8, without DOCTYPE and of bounded size.',
  cause: 'The extension cannot start with a file it cannot read, and the broker then runs without it.',
  remedy: 'correct the file',
  source: XML,
};

export const HIVEMQ_FILE_UNKNOWN: RuleText = {
  id: 'HIVEMQ_FILE_UNKNOWN',
  level: 'error',
  summary: 'Every file is one that the extension reads in this version.',
  cause: 'HiveMQ reads config.xml since 4.15 and enterprise-security-extension.xml before; the other file is ignored.',
  remedy: 'give the file the name that the version reads, and its root element the vendor\'s name',
  source: GETTING_STARTED,
};

export const HIVEMQ_ELEMENT_UNKNOWN: RuleText = {
  id: 'HIVEMQ_ELEMENT_UNKNOWN',
  level: 'error',
  summary: 'Elements are those of the vendor\'s schema, in a place where the schema allows them.',
  cause: 'The file does not fit the schema; the setting has no effect or the extension does not start.',
  remedy: 'use an element that the schema has in this place',
  source: CONFIG_XSD,
};

export const HIVEMQ_ELEMENT_MISNAMED: RuleText = {
  id: 'HIVEMQ_ELEMENT_MISNAMED',
  level: 'error',
  summary: 'Names are those of the shipped schema, not those of the manual\'s overview.',
  cause: 'The manual\'s overview prints names that the shipped schema does not know.',
  remedy: 'use the name of the schema',
  source: `${MANUAL} against ${CONFIG_XSD}`,
};

export const HIVEMQ_ATTRIBUTE_UNKNOWN: RuleText = {
  id: 'HIVEMQ_ATTRIBUTE_UNKNOWN',
  level: 'error',
  summary: 'Attributes are those of the vendor\'s schema.',
  cause: 'The file does not fit the schema; the setting has no effect or the extension does not start.',
  remedy: 'remove the attribute, or write the setting as the schema has it',
  source: CONFIG_XSD,
};

export const HIVEMQ_ELEMENT_REPEATED: RuleText = {
  id: 'HIVEMQ_ELEMENT_REPEATED',
  level: 'error',
  summary: 'An element that may stand once stands once, and of alternatives one.',
  cause: 'Which of the elements counts is not documented.',
  remedy: 'keep one of them',
  source: CONFIG_XSD,
};

export const HIVEMQ_ELEMENT_ORDER: RuleText = {
  id: 'HIVEMQ_ELEMENT_ORDER',
  level: 'error',
  summary: 'Children of realms, pipelines and some preprocessors stand in the schema\'s order.',
  cause: 'The schema fixes the order there; the file does not fit it.',
  remedy: 'reorder the elements',
  source: CONFIG_XSD,
};

export const HIVEMQ_TEXT_UNEXPECTED: RuleText = {
  id: 'HIVEMQ_TEXT_UNEXPECTED',
  level: 'error',
  summary: 'Elements that hold elements hold no text.',
  cause: 'The text has no meaning for the extension.',
  remedy: 'remove the text, or put it into its element',
  source: CONFIG_XSD,
};

export const HIVEMQ_VALUE_UNREADABLE: RuleText = {
  id: 'HIVEMQ_VALUE_UNREADABLE',
  level: 'error',
  summary: 'Numbers are numbers and booleans are true or false.',
  cause: 'The value does not fit its type in the schema.',
  remedy: 'write a value of the type',
  source: CONFIG_XSD,
};

export const HIVEMQ_SCHEMA_INVALID: RuleText = {
  id: 'HIVEMQ_SCHEMA_INVALID',
  level: 'error',
  summary: 'A file is valid by the vendor\'s schema of 4.36.0.',
  cause: 'What the extension does with an invalid file is not documented; other tools refuse it.',
  remedy: 'write what the schema has in this place',
  source: CONFIG_XSD,
};

export const HIVEMQ_SCHEMA_LOCATION: RuleText = {
  id: 'HIVEMQ_SCHEMA_LOCATION',
  level: 'warning',
  summary: 'The root names the schema that lies beside the file, and version 1.',
  cause: 'Editors and validators check the file against the wrong schema.',
  remedy: 'set xsi:noNamespaceSchemaLocation to the file\'s own name with .xsd, and version to "1"',
  source: GETTING_STARTED,
};

export const HIVEMQ_MERGE_MARKERS: RuleText = {
  id: 'HIVEMQ_MERGE_MARKERS',
  level: 'error',
  summary: 'Marker comments stand in pairs, one pair in an element.',
  cause: 'What is ours in the file and what is not cannot be told apart.',
  remedy: 'restore the comments around our elements, or remove both',
  source: 'docs/hivemq.md, Merging',
};

export const HIVEMQ_MERGE_CLASH: RuleText = {
  id: 'HIVEMQ_MERGE_CLASH',
  level: 'error',
  summary: 'What is ours in a file has other names, listeners, users and roles than what is not.',
  cause: 'Names are unique in the document, and which of two pipelines of one listener counts is not documented.',
  remedy: 'rename one of them, remove the foreign element, or put the marker comments around it to hand it over',
  source: CONFIG_XSD,
};

export const HIVEMQ_MERGE_REFERENCE: RuleText = {
  id: 'HIVEMQ_MERGE_REFERENCE',
  level: 'error',
  summary: 'Foreign elements do not refer to elements of ours that go away.',
  cause: 'A manager would name a realm that is not in the file any more.',
  remedy: 'change the foreign manager first, or keep the realm\'s name',
  source: CONFIG_XSD,
};

/** Rules by what a reader complains about. */
export const COMPLAINTS: { readonly [kind in Complaint]: RuleText } = {
  unknown: HIVEMQ_ELEMENT_UNKNOWN,
  misnamed: HIVEMQ_ELEMENT_MISNAMED,
  attribute: HIVEMQ_ATTRIBUTE_UNKNOWN,
  repeated: HIVEMQ_ELEMENT_REPEATED,
  order: HIVEMQ_ELEMENT_ORDER,
  text: HIVEMQ_TEXT_UNEXPECTED,
  value: HIVEMQ_VALUE_UNREADABLE,
};

/** Every problem that only readers and merges report. */
export const HIVEMQ_PARSE_RULES: readonly RuleText[] = [
  HIVEMQ_XML_UNREADABLE, HIVEMQ_FILE_UNKNOWN, ...Object.values(COMPLAINTS), HIVEMQ_SCHEMA_INVALID, HIVEMQ_SCHEMA_LOCATION,
  HIVEMQ_MERGE_MARKERS, HIVEMQ_MERGE_CLASH, HIVEMQ_MERGE_REFERENCE,
];
