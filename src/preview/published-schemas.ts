import { SUITE_SHAPE } from './expectation';
import { jsonSchemas, publish } from './schemas';
import { smokeSchemas } from '../smoke/schema';

/** Every JSON Schema that the package publishes, by file name. */
export function publishedSchemas(): { readonly [name: string]: object } {
  return { ...jsonSchemas(), 'expectations.schema.json': publish('Expectations of the token preview', SUITE_SHAPE), ...smokeSchemas() };
}
