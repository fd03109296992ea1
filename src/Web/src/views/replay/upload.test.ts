import { describe, expect, it } from 'vitest';
import type { ReplayDto } from '../../contract.ts';
import { address, beginning, figures, form, isUnderWay, missing, OWN, share, tone } from './upload.ts';

const replay = (changes: Partial<ReplayDto> = {}): ReplayDto => ({
  id: '1',
  state: 'Running',
  isStartUp: false,
  mapping: 'n26',
  files: ['a.csv'],
  startedAt: '2026-11-30T12:00:00Z',
  endedAt: null,
  bytes: 0,
  bytesRead: 0,
  rows: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  blank: 0,
  leftOut: 0,
  failure: null,
  rejectedRows: [],
  ...changes,
});
const file = (text: string, name = 'a.csv'): File => new File([text], name);

describe('a call that sends files', () => {
  it('has the name of the mapping and the order in its address', () => {
    expect(address('start', { mapping: 'n26', own: '', sort: true })).toBe('/api/v1/replays?mapping=n26&sort=true');
    expect(address('start', { mapping: OWN, own: '{}', sort: false })).toBe('/api/v1/replays');
    expect(address('preview', { mapping: 'n26', own: '', sort: true })).toBe('/api/v1/replays/preview?mapping=n26');
  });

  it('has every file, and the mapping only when it is the own one', () => {
    const files = [file('1'), file('2', 'b.csv')];

    const named = form(files, { mapping: 'n26', own: '{"old":1}', sort: false });
    const own = form(files, { mapping: OWN, own: '{}', sort: false });

    expect(named.getAll('file').map(f => (f as File).name)).toEqual(['a.csv', 'b.csv']);
    expect(named.get('ownMapping')).toBeNull();
    expect(own.get('ownMapping')).toBe('{}');
  });

  it('needs a file and a mapping', () => {
    expect(missing([], { mapping: 'n26', own: '', sort: false })).toContain('file');
    expect(missing([file('1')], { mapping: OWN, own: ' ', sort: false })).toContain('mapping');
    expect(missing([file('1')], { mapping: 'n26', own: '', sort: false })).toBeNull();
  });
});

describe('the beginning of a file', () => {
  it('ends with a whole line', async () => {
    expect(await (await beginning(file('ab\ncd\nef'), 7)).text()).toBe('ab\ncd\n');
  });

  it('is the whole file when it is small, compressed or one long line', async () => {
    expect(await (await beginning(file('ab\ncd'), 7)).text()).toBe('ab\ncd');
    expect(await (await beginning(file('ab\ncd\nef', 'a.CSV.GZ'), 4)).text()).toBe('ab\ncd\nef');
    expect(await (await beginning(file('abcdefgh'), 4)).text()).toBe('abcdefgh');
  });
});

describe('a replay', () => {
  it('knows its share once the files are checked', () => {
    expect(share(replay())).toBeNull();
    expect(share(replay({ bytes: 200, bytesRead: 50 }))).toBe(0.25);
    expect(share(replay({ state: 'Finished', endedAt: 'x' }))).toBe(1);
    expect(isUnderWay(replay())).toBe(true);
    expect(isUnderWay(replay({ endedAt: '2026-11-30T12:00:00Z' }))).toBe(false);
  });

  it('warns of rejected rows', () => {
    expect(tone(replay({ state: 'Finished' }))).toBe('ok');
    expect(tone(replay({ state: 'Finished', rejected: 1 }))).toBe('warn');
    expect(tone(replay({ state: 'Failed' }))).toBe('bad');
  });

  it('says its figures', () => {
    expect(figures(replay({ rows: 1_204, accepted: 1_200, duplicates: 3, rejected: 1, leftOut: 2 }))).toBe(
      '1,204 rows read, 1,200 accepted, 3 duplicates, 1 rejected, 2 left out by the mapping.',
    );
  });
});
