import { finding } from '../../rules/rule';
import { Merged } from '../broker-core';
import { JVM_OPTIONS, LONGEST_FILE, SERVER_PROPERTIES } from './files';
import { mergeJvmOptions } from './jvm-options';
import { mergeProperties } from './merge-properties';
import { FILE_TOO_LARGE } from './parse-rules';

/**
 * Puts our part of a file into what stands on the node.
 *
 * Only broker properties and JVM options have parts of others. The list of ACL commands is ours alone, and the documents of an Aiven
 * service never stand on a node.
 */
export function mergeFile(name: string, existing: string | undefined, ours: string): Merged {
  if (existing !== undefined && existing.length > LONGEST_FILE) {
    return { problem: finding(FILE_TOO_LARGE, name, { message: `has ${existing.length} characters` }) };
  }
  if (name === SERVER_PROPERTIES) {
    return mergeProperties(name, existing, ours);
  }
  return { text: name === JVM_OPTIONS && existing !== undefined ? mergeJvmOptions(existing, ours) : ours };
}
