import { VALUES_VARIABLE } from './payload';
import { escapePlaces, valuePlace } from './spec';
import { Attributes } from '../cdk/block';
import { isUnresolvedText } from '../text/unresolved';

/** Values of a spec that only Terraform knows: the file holds places for them, and the environment brings them. */
export class SpecPlaces {
  private readonly values: string[] = [];

  /** The spec with a place for each text that only Terraform knows. */
  fill(value: unknown): unknown {
    if (typeof value === 'string' && isUnresolvedText(value)) {
      const known = this.values.indexOf(value);
      return valuePlace(known >= 0 ? known : this.values.push(value) - 1);
    }
    if (typeof value === 'string') {
      return escapePlaces(value);
    }
    if (Array.isArray(value)) {
      return value.map((member) => this.fill(member));
    }
    if (value === null || typeof value !== 'object') {
      return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.fill(member)]));
  }

  /** The environment variable with the values, where there are any. */
  environment(reference: (value: string) => string): Attributes {
    return this.values.length === 0 ? {} : { [VALUES_VARIABLE]: `\${jsonencode([${this.values.map(reference).join(', ')}])}` };
  }
}
