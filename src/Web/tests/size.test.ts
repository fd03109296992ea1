import { describe, expect, it } from 'vitest';

// The formatter breaks code at 140 columns, but not comments and texts. These limits hold for all of a file.
const MAX_COLUMNS = 140;
const MAX_LINES = 350;
const MAX_FILES = 12;

const SOURCES = {
  ...import.meta.glob<string>('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../src/**/*.css', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('./*.ts', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../public/*.js', { query: '?raw', import: 'default', eager: true }),
};
const files = Object.entries(SOURCES).filter(([path]) => path !== '../src/contract.ts');

describe('the source of the page', () => {
  it('was looked at', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  it(`has no line beyond column ${MAX_COLUMNS}`, () => {
    const long = files.flatMap(([path, text]) =>
      text.split('\n').flatMap((line, i) => (line.length > MAX_COLUMNS ? [`${path}:${i + 1} has ${line.length} columns`] : [])),
    );
    expect(long).toEqual([]);
  });

  it(`has no file of more than ${MAX_LINES} lines`, () => {
    const lengths = files.map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  it(`has no folder of more than ${MAX_FILES} files, tests not counted`, () => {
    const folders = new Map<string, number>();
    for (const [path] of files) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      if (!path.endsWith('.test.ts')) folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    expect([...folders].filter(([, count]) => count > MAX_FILES)).toEqual([]);
  });
});
