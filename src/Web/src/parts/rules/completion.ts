/** A word of the language, or a whole phrase, with what it means. */
export interface Completion {
  text: string;
  meaning: string;
}

const WORDS: readonly Completion[] = [
  { text: 'amount', meaning: 'of this payment; refunds are negative' },
  { text: 'account', meaning: 'who pays' },
  { text: 'counterparty', meaning: 'who is paid' },
  { text: 'source', meaning: 'the channel or system' },
  { text: 'currency', meaning: 'such as currency = EUR' },
  { text: 'reference', meaning: 'the sender’s own id' },
  { text: 'status', meaning: 'can be tried, not used live' },
  { text: 'hour in timezone "Europe/Berlin"', meaning: '0 to 23' },
  { text: 'weekday in timezone "Europe/Berlin"', meaning: 'monday to sunday' },
  { text: 'abs(amount)', meaning: 'the amount without its sign' },
  { text: 'count per account over 10m', meaning: 'how many payments, with this one' },
  { text: 'sum(amount) per account over 24h', meaning: 'their sum, with this one' },
  { text: 'distinct(counterparty) per account over 1h', meaning: 'how many different ones' },
  { text: 'avg(amount) per account over 30d', meaning: 'the average before this one' },
  { text: 'median(amount) per account over 30d', meaning: 'the usual amount before this one' },
  { text: 'min(amount) per account over 30d', meaning: 'the lowest before this one' },
  { text: 'max(amount) per account over 30d', meaning: 'the highest before this one' },
  { text: 'spread(amount, 80) per account over 30d', meaning: 'how far from the usual amount 80 % lie' },
  { text: 'first_seen per account, counterparty', meaning: 'no earlier payment' },
  { text: 'since_last per account', meaning: 'the time since the last payment' },
  { text: 'per account', meaning: 'kept apart by account' },
  { text: 'per counterparty', meaning: 'kept apart by counterparty' },
  { text: 'per source', meaning: 'kept apart by source' },
  { text: 'over 10m', meaning: 'a window of 10 minutes; s, m, h, d' },
  { text: 'over last 10', meaning: 'the last 10 payments' },
  { text: 'where (', meaning: 'which payments count' },
  { text: 'and', meaning: 'both hold' },
  { text: 'or', meaning: 'one of them holds' },
  { text: 'not', meaning: 'does not hold' },
  { text: 'between', meaning: 'from … and …, both included' },
  { text: 'in (', meaning: 'one of some values' },
  { text: 'in list "', meaning: 'a named list of the settings' },
  { text: 'is missing', meaning: 'has no value' },
  { text: 'is not missing', meaning: 'has a value' },
];

const WORD_BEFORE = /[a-z_]+$/i;
const MAX = 8;

/** The word that ends at a place in the text; empty when there is none, and within quotes or a comment. */
export function wordBefore(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const quotes = line.replaceAll('\\"', '').split('"').length - 1;
  if (quotes % 2 === 1 || line.replace(/"[^"]*"/g, '').includes('#')) return '';
  return WORD_BEFORE.exec(before)?.[0] ?? '';
}

/** What the word at a place may become. All words when it is asked for without a word. */
export function completionsAt(text: string, at: number, isAskedFor = false): readonly Completion[] {
  const word = wordBefore(text, at).toLowerCase();
  // In the middle of a word nothing is added.
  if (/[a-z_]/i.test(text.charAt(at))) return [];
  if (word === '') return isAskedFor ? WORDS : [];
  const found = WORDS.filter(w => w.text.startsWith(word));
  const isWhole = found.some(w => w.text === word);
  return isWhole && !isAskedFor ? [] : found.slice(0, MAX);
}

/** The text with a completion in place of the word at a place, and where the typing goes on. */
export function complete(text: string, at: number, completion: Completion): { text: string; at: number } {
  const start = at - wordBefore(text, at).length;
  const end = start + completion.text.length;
  return { text: text.slice(0, start) + completion.text + text.slice(at), at: end };
}
