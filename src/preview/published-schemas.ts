import { z } from 'zod';
import { SUITE_SCHEMA } from './expectation';
import { jsonSchemas } from './schemas';

/** Every JSON Schema that the package publishes, by file name. */
export function publishedSchemas(): { readonly [name: string]: object } {
  return {
    ...jsonSchemas(),
    'expectations.schema.json': { title: 'Expectations of the token preview', ...z.toJSONSchema(SUITE_SCHEMA, { target: 'draft-2020-12' }) },
  };
}
