import { parseInstant } from './time.ts';

/** What a view reads from its address, and the parameters that the view ignored because they make no sense. */
export interface AddressResult<T> {
  value: T;
  ignored: string[];
}

/** The transaction in the drawer; every view may have one over it. */
const SHARED = ['tx'];

/** Reads the parameters of one address by name. Parameters that a view does not read, and invalid values, end up in `ignored`. */
export class AddressReader {
  private readonly ignored: string[] = [];
  private readonly read = new Set(SHARED);

  constructor(private readonly query: URLSearchParams) {}

  text(name: string, isGood: (text: string) => boolean, fallback = ''): string {
    this.read.add(name);
    const text = this.query.get(name);
    if (text === null || text === '') return fallback;
    if (isGood(text)) return text;
    this.ignored.push(`${name}=${text}`);
    return fallback;
  }

  /** One of some choices, in any case of letters. */
  one<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.text(name, text => find(choices, text) !== undefined);
    return find(choices, text) ?? fallback;
  }

  /** Any number of choices, separated by commas, in any case of letters. */
  many<T extends string>(name: string, choices: readonly T[]): T[] {
    const texts = this.text(name, () => true)
      .split(',')
      .filter(Boolean);
    const unknown = texts.filter(text => find(choices, text) === undefined);
    if (unknown.length > 0) this.ignored.push(`${name}=${unknown.join(',')}`);
    return choices.filter(choice => texts.some(text => find(choices, text) === choice));
  }

  result<T>(value: T): AddressResult<T> {
    for (const name of this.query.keys()) if (!this.read.has(name)) this.ignored.push(name);
    return { value, ignored: this.ignored };
  }
}

const find = <T extends string>(choices: readonly T[], text: string): T | undefined =>
  choices.find(choice => choice.toLowerCase() === text.toLowerCase());

export const upTo =
  (length: number) =>
  (text: string): boolean =>
    text.length <= length;

export const isTime = (text: string): boolean => parseInstant(text, 0) !== null;

export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

export const isCurrencyCode = (text: string): boolean => /^[A-Za-z]{3}$/.test(text);
